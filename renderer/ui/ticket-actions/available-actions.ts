import type { Role, TicketState } from '#shared/domain/codes.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import { isOpenState } from '#shared/domain/transitions.ts';

/** Status changes a person may choose, in the order of the menu. */
export type StatusAction =
  | 'takeUp'
  | 'resume'
  | 'resolve'
  | 'wait'
  | 'confirm'
  | 'close'
  | 'reopen'
  | 'cancel';

type ActionTicket = Pick<Ticket, 'state' | 'openEscalation' | 'confirmedAt'>;

const desk: readonly Role[] = ['operator', 'supervisor', 'admin'];
const staff: readonly Role[] = [...desk, 'technician'];

/**
 * The status changes the domain allows this role now, the recommended one first. It mirrors the mutators, which decide:
 * what is not offered here would be refused there.
 */
export function statusActions(ticket: ActionTicket, role: Role): readonly StatusAction[] {
  if (!staff.includes(role)) return [];
  const isDesk = desk.includes(role);
  // An open escalation is answered or returned first; the answer itself resolves the ticket.
  const mayResolve = ticket.openEscalation === null;
  const byState: Readonly<Record<TicketState, readonly (StatusAction | false)[]>> = {
    new: ['takeUp', mayResolve && 'resolve', 'wait', isDesk && 'cancel'],
    in_progress: [mayResolve && 'resolve', 'wait', isDesk && 'cancel'],
    waiting: ['resume', mayResolve && 'resolve', isDesk && 'cancel'],
    resolved: isDesk ? [ticket.confirmedAt === null && 'confirm', 'close', 'reopen'] : [],
    closed: [(role === 'supervisor' || role === 'admin') && 'reopen'],
    cancelled: [],
  };
  return byState[ticket.state].filter((action) => action !== false);
}

/** True while the ticket's data may be corrected. */
export function mayCorrect(ticket: ActionTicket, role: Role): boolean {
  return staff.includes(role) && ticket.state !== 'closed' && ticket.state !== 'cancelled';
}

/** True while the desk may set urgency and impact, or assign. */
export function mayDirect(ticket: ActionTicket, role: Role): boolean {
  return desk.includes(role) && ticket.state !== 'closed' && ticket.state !== 'cancelled';
}

/** True while the desk may hand the ticket over with FRM-006. */
export function mayEscalate(ticket: ActionTicket, role: Role): boolean {
  return desk.includes(role) && isOpenState(ticket.state) && ticket.openEscalation === null;
}

/** True where this role may write to the ticket at all. */
export function mayWrite(role: Role): boolean {
  return staff.includes(role);
}
