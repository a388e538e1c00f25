import { z } from 'zod';
import { type TicketKind, ticketKind } from '#shared/domain/codes.ts';
import type { ReviewItem } from '../data/contract.ts';

const registration = z.object({ kind: ticketKind.catch('incident'), opd: z.string(), number: z.string() });

/** What a refused registration's number was made of. */
export function registrationOf({ mutation }: ReviewItem): {
  readonly kind: TicketKind;
  readonly opd: string;
  readonly number: string;
} {
  const parsed = registration.safeParse(mutation?.args);
  return parsed.success ? parsed.data : { kind: 'incident', opd: '', number: '' };
}

/**
 * A registration under another number. The one it had may be printed: the note of the ticket says it (`former`), so that
 * whoever comes with the old paper is found.
 */
export function renumbered(args: unknown, number: string, former: string): unknown {
  if (typeof args !== 'object' || args === null) return args;
  const { note } = args as { readonly note?: unknown };
  return { ...args, number, note: withFormer(typeof note === 'string' ? note : '', former) };
}

/** A note of registration with a line on the number the ticket had before. */
export function withFormer(note: string | undefined, former: string): string {
  const typed = note?.trim() ?? '';
  return typed === '' ? former : `${typed}\n${former}`;
}
