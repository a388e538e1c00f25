import type { User } from '#shared/domain/reference.ts';
import type { Frm006 } from '#shared/forms/frm-006.ts';

/**
 * True where the escalation waits for this user: handed to them, or to a team of theirs and nobody by name, or the ticket
 * was assigned to them since.
 */
export function isOwnEscalation(
  data: Pick<Frm006, 'to' | 'toTeam'>,
  assignee: string | null,
  user: Pick<User, 'id' | 'teams'>,
): boolean {
  return (
    data.to === user.id ||
    assignee === user.id ||
    (data.to === null && data.toTeam !== null && user.teams.includes(data.toTeam))
  );
}

/** True where this user may accept, answer or return it; a supervisor stands in for the recipient. */
export function isRecipient(
  data: Pick<Frm006, 'to' | 'toTeam'>,
  assignee: string | null,
  user: Pick<User, 'id' | 'teams' | 'role'>,
): boolean {
  return isOwnEscalation(data, assignee, user) || user.role === 'supervisor' || user.role === 'admin';
}
