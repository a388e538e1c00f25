import type { Ticket } from '../domain/ticket.ts';
import { evaluate, type TargetStatus } from '../sla/evaluate.ts';
import type { PolicyLookup } from '../sla/policy-shelf.ts';

/** Targets of one metric and priority: how many were met, breached, are undecided, or count no more. */
export interface AttainmentCounts {
  readonly met: number;
  readonly breached: number;
  /** Neither met nor late yet (running, or paused while waiting). */
  readonly running: number;
  /** The ticket was cancelled before the target stopped; excluded from the rate. */
  readonly void: number;
  /** met ÷ (met + breached), from 0 to 1; null while nothing is decided. */
  readonly rate: number | null;
}

export interface Attainment {
  readonly metric: string;
  /** By priority, 1 first. */
  readonly priorities: readonly (AttainmentCounts & { readonly priority: number })[];
  readonly total: AttainmentCounts;
}

/** A target that was late, with the open time by which it was overdue (ms). */
export interface Breach {
  readonly ticketId: string;
  readonly number: string;
  readonly title: string;
  readonly opd: string;
  readonly priority: number;
  readonly metric: string;
  readonly overdueMs: number;
  /** True where the target had not been stopped yet at the instant of judgement. */
  readonly isOpen: boolean;
}

type Tally = { met: number; breached: number; running: number; void: number };
type Outcome = keyof Tally;

function outcomeOf(status: TargetStatus): Outcome {
  return status.state === 'paused' ? 'running' : status.state;
}

function countsOf({ met, breached, running, void: voided }: Tally): AttainmentCounts {
  const decided = met + breached;
  return { met, breached, running, void: voided, rate: decided === 0 ? null : met / decided };
}

/** Gathers what became of the targets of many tickets. */
export interface AttainmentGatherer {
  add(ticket: Ticket): void;
  attainment(): readonly Attainment[];
  /** The longest overdue first. */
  breaches(limit: number): readonly Breach[];
  /** Tickets without any target: no priority yet, or a policy this side does not know. */
  without(): number;
}

/** Judges every target at the instant `at` (UTC ms), by the same function as the screens and the server. */
export function gatherAttainment(policies: PolicyLookup, at: number): AttainmentGatherer {
  const tallies = new Map<string, Map<number, Tally>>();
  const late: Breach[] = [];
  let without = 0;
  return {
    add(ticket) {
      const { name, version } = ticket.policy;
      // The newest version where the asked one is not known here.
      const policy = policies(name, version, ticket.opd) ?? policies(name, undefined, ticket.opd);
      const evaluation = policy === undefined ? null : evaluate(policy, ticket, at);
      if (evaluation === null || evaluation.priority === null || evaluation.metrics.length === 0) {
        without += 1;
        return;
      }
      const { priority } = evaluation;
      for (const status of evaluation.metrics) {
        let byPriority = tallies.get(status.metric);
        if (byPriority === undefined) {
          byPriority = new Map();
          tallies.set(status.metric, byPriority);
        }
        let tally = byPriority.get(priority);
        if (tally === undefined) {
          tally = { met: 0, breached: 0, running: 0, void: 0 };
          byPriority.set(priority, tally);
        }
        tally[outcomeOf(status)] += 1;
        if (status.state !== 'breached') continue;
        late.push({
          ticketId: ticket.id,
          number: ticket.number,
          title: ticket.title,
          opd: ticket.opd,
          priority,
          metric: status.metric,
          overdueMs: -status.remainingMs,
          isOpen: status.stoppedAt === null,
        });
      }
    },
    attainment: () => [...tallies].map(([metric, byPriority]) => attainmentOf(metric, byPriority)),
    breaches: (limit) =>
      [...late]
        .sort((a, b) => b.overdueMs - a.overdueMs || (a.number < b.number ? -1 : a.number > b.number ? 1 : 0))
        .slice(0, limit),
    without: () => without,
  };
}

function attainmentOf(metric: string, byPriority: ReadonlyMap<number, Tally>): Attainment {
  const total: Tally = { met: 0, breached: 0, running: 0, void: 0 };
  for (const tally of byPriority.values()) {
    for (const outcome of Object.keys(total) as Outcome[]) total[outcome] += tally[outcome];
  }
  const priorities = [...byPriority]
    .sort(([a], [b]) => a - b)
    .map(([priority, tally]) => ({ priority, ...countsOf(tally) }));
  return { metric, priorities, total: countsOf(total) };
}
