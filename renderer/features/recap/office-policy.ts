import type { Ticket } from '#shared/domain/ticket.ts';
import type { ReferenceData } from '../../data/contract.ts';

/** The pack an office works by now; its words name priorities, states and targets. Undefined where it is not known. */
export function officePolicy(reference: ReferenceData, opd: string): Ticket['policy'] | undefined {
  const name = reference.opd(opd)?.policy;
  const pack = name === undefined ? undefined : reference.policy(name)?.pack;
  return pack && { name: pack.name, version: pack.version };
}
