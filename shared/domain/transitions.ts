import type { TicketState } from './codes.ts';

/** Allowed moves between states (domain rules after SOP-Dinkominfo-001 and the Jawa Barat SOP). */
const allowed: Readonly<Record<TicketState, readonly TicketState[]>> = {
  new: ['in_progress', 'waiting', 'cancelled'],
  in_progress: ['waiting', 'resolved', 'cancelled'],
  waiting: ['in_progress', 'cancelled'],
  resolved: ['closed', 'in_progress'],
  closed: ['in_progress'],
  cancelled: [],
};

/** The states a ticket may move to from `from`, in the order screens offer them. */
export function movesFrom(from: TicketState): readonly TicketState[] {
  return allowed[from];
}

/** True when the move is one the domain allows. Moves out of `resolved` or `closed` to work again are reopenings. */
export function isAllowedMove(from: TicketState, to: TicketState): boolean {
  return allowed[from].includes(to);
}

/** True while the desk still owes work on the ticket. */
export function isOpenState(state: TicketState): boolean {
  return state === 'new' || state === 'in_progress' || state === 'waiting';
}
