import { isInScope, type Opd, type User } from '#shared/domain/reference.ts';
import type { Recipient } from '#shared/sla/pack.ts';

/** What of a ticket decides whom its news concerns. */
export interface Concerned {
  readonly opd: string;
  readonly assignee: string | null;
}

export type LadderUser = Pick<User, 'id' | 'role' | 'scope'>;

/**
 * As whom this user is told of a ticket: its assignee, an operator or supervisor who works for its office, or a person whom
 * the office put on an escalation level (`levels` of the office).
 */
export function isMeant(
  me: LadderUser,
  { opd, assignee }: Concerned,
  levels: Opd['levels'],
  recipient: Recipient,
): boolean {
  if (!isInScope(me, opd)) return false;
  switch (recipient) {
    case 'client':
      return false;
    case 'assignee':
      return assignee === me.id;
    case 'operator':
    case 'supervisor':
      return me.role === recipient;
    default:
      return levels?.[recipient.slice('level'.length)]?.includes(me.id) === true;
  }
}

/** False where no news of the ticket can concern this user, so that nothing need be computed. */
export function mayConcern(me: LadderUser, ticket: Concerned, levels: Opd['levels']): boolean {
  if (me.role === 'operator' || me.role === 'supervisor' || ticket.assignee === me.id) return true;
  return Object.values(levels ?? {}).some((persons) => persons.includes(me.id));
}
