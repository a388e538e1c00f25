import type { Ticket } from './ticket.ts';
import { isOpenState } from './transitions.ts';

/**
 * The 17 steps of incident handling with their standard times in minutes (SOP-Dinkominfo-001). Steps 5 and 14 have none.
 * `who` is the role the source gives the step to; `decision` marks questions, `manual` those that leave no other trace.
 */
export const sopSteps = [
  { step: 1, who: 'client', minutes: 2 },
  { step: 2, who: 'operator', minutes: 2 },
  { step: 3, who: 'operator', minutes: 2 },
  { step: 4, who: 'operator', minutes: 3, manual: true },
  { step: 5, who: 'operator', minutes: null },
  { step: 6, who: 'operator', minutes: 1, manual: true },
  { step: 7, who: 'operator', minutes: 2 },
  { step: 8, who: 'operator', minutes: 15 },
  { step: 9, who: 'operator', minutes: 2 },
  { step: 10, who: 'operator', minutes: null },
  { step: 11, who: 'operator', minutes: 1 },
  { step: 12, who: 'operator', minutes: 2 },
  { step: 13, who: 'technician', minutes: 15 },
  { step: 14, who: 'technician', minutes: null },
  { step: 15, who: 'operator', minutes: 2, manual: true },
  { step: 16, who: 'operator', minutes: 1, manual: true },
  { step: 17, who: 'operator', minutes: 1 },
] as const satisfies readonly { step: number; who: string; minutes: number | null; manual?: boolean }[];

export interface SopProgress {
  readonly step: number;
  readonly state: 'done' | 'next' | 'open' | 'skipped';
  /** When it was done, UTC ms; null where not done or where nothing recorded the instant. */
  readonly doneAt: number | null;
}

function firstState(ticket: Ticket, to: Ticket['state']): number | null {
  return ticket.timeline.find((event) => event.type === 'state' && event.to === to)?.at ?? null;
}

/** Instants at which the steps were done, as far as the ticket itself tells. */
function doneInstants(ticket: Ticket): Map<number, number | null> {
  const done = new Map<number, number | null>();
  const isEscalated = ticket.escalationCount > 0;
  // A ticket that was taken up again is not solved any more.
  const solvedAt = isOpenState(ticket.state) ? null : (ticket.resolvedAt ?? firstState(ticket, 'resolved'));
  const ticked = (step: number) => ticket.sop[String(step)] ?? null;
  done.set(1, ticket.reportedAt);
  done.set(2, ticket.registeredAt);
  done.set(3, ticket.registeredAt);
  const started = firstState(ticket, 'in_progress');
  if (ticked(4) !== null || started !== null) done.set(4, ticked(4) ?? started);
  if (ticket.kind !== 'incident') done.set(5, ticked(4) ?? ticket.registeredAt);
  if (ticked(6) !== null || started !== null) done.set(6, ticked(6) ?? ticket.registeredAt);
  if (ticket.priority !== null) done.set(7, ticked(7) ?? ticket.registeredAt);
  if (ticked(8) !== null || started !== null) done.set(8, ticked(8) ?? started);
  if (ticked(9) !== null || isEscalated || solvedAt !== null) done.set(9, ticked(9) ?? solvedAt);
  if (!isEscalated && solvedAt !== null) done.set(10, solvedAt);
  if (isEscalated) {
    done.set(11, ticked(11));
    done.set(12, null);
    if (ticked(13) !== null || ticket.openEscalation === null) done.set(13, ticked(13));
    if (solvedAt !== null) done.set(14, solvedAt);
  }
  if (ticket.confirmedAt !== null || ticked(15) !== null) done.set(15, ticked(15) ?? ticket.confirmedAt);
  if (ticket.state === 'closed') {
    done.set(15, done.get(15) ?? null);
    done.set(16, ticked(16) ?? ticket.closedAt);
    done.set(17, ticket.closedAt);
  }
  return done;
}

/** Steps that do not belong to this ticket's way: the other branch of step 4 or of step 9. */
function skippedSteps(ticket: Ticket): ReadonlySet<number> {
  const skipped = new Set<number>();
  if (ticket.kind === 'incident') skipped.add(5);
  if (ticket.escalationCount > 0) skipped.add(10);
  else if (ticket.resolvedAt !== null || ticket.sop['9'] !== undefined)
    for (const step of [11, 12, 13, 14]) skipped.add(step);
  return skipped;
}

/**
 * Where the ticket stands among the 17 steps: what is done, what comes next. It guides, and forces nothing: the first
 * step that is neither done nor skipped is next; a cancelled ticket has none.
 */
export function sopProgress(ticket: Ticket): readonly SopProgress[] {
  const done = doneInstants(ticket);
  const skipped = skippedSteps(ticket);
  const isOver = ticket.state === 'cancelled' || ticket.state === 'closed';
  const nextStep = isOver
    ? null
    : (sopSteps.find(({ step }) => !done.has(step) && !skipped.has(step))?.step ?? null);
  return sopSteps.map(({ step }) => {
    const doneAt = done.get(step) ?? null;
    if (done.has(step)) return { step, state: 'done', doneAt };
    if (skipped.has(step)) return { step, state: 'skipped', doneAt };
    return { step, state: step === nextStep ? 'next' : 'open', doneAt };
  });
}
