import type { TicketState } from '../domain/codes.ts';
import type { Ticket } from '../domain/ticket.ts';
import { isOpenState } from '../domain/transitions.ts';
import type { Period } from './period.ts';

/**
 * How a ticket passed through a period. Everything is read from its timeline, so the recap of a past month stays as it
 * is while work goes on. Invariants: a ticket enters in exactly one way and leaves in exactly one way, hence
 * `carriedIn + reported = resolved + cancelled + carriedOut`; what is open at the end of one period is open at the start
 * of the next.
 */

/**
 * `reported` in the period; `open` when it began; `takenUpAgain`: had been finished before it began and was reopened in it
 * (the previous recap had counted it as resolved, so it enters once more). The last two are "carried in".
 */
export type Entry = 'reported' | 'open' | 'takenUpAgain';

export interface Passage {
  readonly entry: Entry;
  /** State at the period's end: the last move before it decides, whatever happened in between. */
  readonly endState: TicketState;
  /** When the work ended that was still ended at the period's end (UTC ms); null where the ticket is open. */
  readonly endedAt: number | null;
  /** Moves from solved or closed back to work within the period. */
  readonly reopened: number;
}

/** The ticket's way through the period; null where it has nothing to do with it. */
export function passageOf(
  ticket: Pick<Ticket, 'reportedAt' | 'timeline'>,
  period: Pick<Period, 'from' | 'to'>,
): Passage | null {
  const { from, to } = period;
  if (ticket.reportedAt >= to) return null;
  let state: TicketState = 'new';
  let openAtStart = true;
  let enteredAgain = false;
  let endedAt: number | null = null;
  let reopened = 0;
  for (const event of ticket.timeline) {
    if (event.type !== 'state') continue;
    // Stored timelines are in order, so nothing of the period can follow.
    if (event.at >= to) break;
    const isOpen = isOpenState(event.to);
    if (isOpen && !isOpenState(state) && event.at >= from) {
      reopened += 1;
      enteredAgain = true;
    }
    if (isOpen) endedAt = null;
    else if (isOpenState(state)) endedAt = Math.max(event.at, ticket.reportedAt);
    state = event.to;
    if (event.at < from) openAtStart = isOpen;
  }
  const isReported = ticket.reportedAt >= from;
  if (!isReported && !openAtStart && !enteredAgain) return null;
  const entry = isReported ? 'reported' : openAtStart ? 'open' : 'takenUpAgain';
  return { entry, endState: state, endedAt, reopened };
}

/** True where a recap of the period needs the ticket: reported in it, open when it began, or taken up again in it. */
export function concernsPeriod(
  ticket: Pick<Ticket, 'reportedAt' | 'timeline'>,
  period: Pick<Period, 'from' | 'to'>,
): boolean {
  return passageOf(ticket, period) !== null;
}

/** Tickets in and out of a period. */
export interface Flow {
  /** Open when the period began, or taken up again in it. */
  readonly carriedIn: number;
  readonly reported: number;
  /** Solved or closed at the period's end. */
  readonly resolved: number;
  readonly cancelled: number;
  /** Still open at the period's end. */
  readonly carriedOut: number;
}

export const noFlow: Flow = { carriedIn: 0, reported: 0, resolved: 0, cancelled: 0, carriedOut: 0 };

/** The flow with one more ticket. */
export function withPassage(flow: Flow, passage: Passage): Flow {
  const isReported = passage.entry === 'reported';
  const isCancelled = passage.endState === 'cancelled';
  const isOpen = isOpenState(passage.endState);
  return {
    carriedIn: flow.carriedIn + (isReported ? 0 : 1),
    reported: flow.reported + (isReported ? 1 : 0),
    resolved: flow.resolved + (isOpen || isCancelled ? 0 : 1),
    cancelled: flow.cancelled + (isCancelled ? 1 : 0),
    carriedOut: flow.carriedOut + (isOpen ? 1 : 0),
  };
}

/** Tickets the desk had to do with in the period: what came in, by whichever way. */
export function handledOf(flow: Flow): number {
  return flow.carriedIn + flow.reported;
}
