import { doubtExtent } from '../domain/clock-doubt.ts';
import type { Excuse, Ticket } from '../domain/ticket.ts';
import { evaluate, type TargetStatus } from '../sla/evaluate.ts';
import { asKnownAt, factsKnownAt } from '../sla/judgement.ts';
import type { CompiledPolicy } from '../sla/policy.ts';
import type { PolicyLookup } from '../sla/policy-shelf.ts';
import { type AttainmentCounts, addTally, countsOf, countTarget, noTally, type Tally } from './counts.ts';

export interface Attainment {
  readonly metric: string;
  /** By priority, 1 first; last, under null, the tickets without one, judged by targets that need none. */
  readonly priorities: readonly (AttainmentCounts & { readonly priority: number | null })[];
  readonly total: AttainmentCounts;
}

/** A target that was late, with the open time by which it was overdue (ms). */
export interface Breach {
  readonly ticketId: string;
  readonly number: string;
  readonly title: string;
  readonly opd: string;
  readonly priority: number | null;
  readonly metric: string;
  readonly overdueMs: number;
  /** True where the target had not been stopped yet at the instant of judgement. */
  readonly isOpen: boolean;
  /** An approved excuse, or one that waits for its decision; refused ones change nothing. */
  readonly excuse: Pick<Excuse, 'decision' | 'reason' | 'proposedByName' | 'decidedByName'> | null;
  /** By how much an instant of the ticket may be wrong (ms); null where none is in doubt. */
  readonly doubtMs: number | null;
}

/** Tickets with an instant in doubt: recorded offline by a device whose clock was found to be wrong. */
export interface ClockDoubts {
  readonly tickets: number;
  /** The largest doubt, ms; 0 where there is none. */
  readonly worstMs: number;
}

/** Gathers what became of the targets of many tickets. */
export interface AttainmentGatherer {
  add(ticket: Ticket): void;
  /** Response, resolution, then the others pack by pack (by name) in the pack's order. */
  attainment(): readonly Attainment[];
  /** The longest overdue, first those overdue most; after `limit` of them only the excused ones follow. */
  breaches(limit: number): readonly Breach[];
  /** Tickets without any target: facts their pack decides by are missing, or this side does not know the pack. */
  without(): number;
  doubts(): ClockDoubts;
}

/** Where a target stands: the pack by its name, and the place in it. */
interface Place {
  readonly pack: string;
  readonly at: number;
}

interface MetricTally {
  /** The first of its places where several packs have it. */
  place: Place;
  readonly byPriority: Map<number | null, Tally>;
}

/** The metrics that are told first; a pack's own ones follow. */
const firstMetrics = ['response', 'resolution'];

/**
 * Judges every target at the instant `at` (UTC ms), by the same function as the screens and the server, and by the days off
 * and the classification known then: what is changed later never changes a closed month.
 */
export function gatherAttainment(policies: PolicyLookup, at: number): AttainmentGatherer {
  const tallies = new Map<string, MetricTally>();
  const late: Breach[] = [];
  let without = 0;
  let doubtful = 0;
  let worstMs = 0;

  const tallyOf = (policy: CompiledPolicy, metric: string, priority: number | null): Tally => {
    const at = policy.targets.findIndex((target) => target.metric === metric);
    const place = { pack: policy.pack.name, at };
    const entry: MetricTally = tallies.get(metric) ?? { place, byPriority: new Map() };
    if (comparePlaces(place, entry.place) < 0) entry.place = place;
    tallies.set(metric, entry);
    const tally = entry.byPriority.get(priority) ?? noTally();
    entry.byPriority.set(priority, tally);
    return tally;
  };

  return {
    add(ticket) {
      const { name, version } = ticket.policy;
      const doubtMs = ticket.clockDoubt ? doubtExtent(ticket.clockDoubt, ticket.clockDoubt.at) : null;
      if (doubtMs !== null) {
        doubtful += 1;
        worstMs = Math.max(worstMs, doubtMs);
      }
      // The newest version where the asked one is not known here.
      const policy = policies(name, version, ticket.opd) ?? policies(name, undefined, ticket.opd);
      const evaluation =
        policy === undefined ? null : evaluate(asKnownAt(policy, at), factsKnownAt(policy, ticket, at), at);
      if (policy === undefined || evaluation === null || evaluation.metrics.length === 0) {
        without += 1;
        return;
      }
      const { priority, metrics } = evaluation;
      for (const status of metrics) {
        const excuse = ticket.excuses?.find(({ metric }) => metric === status.metric);
        countTarget(tallyOf(policy, status.metric, priority), status, excuse);
        if (status.state === 'breached') late.push(breachOf(ticket, status, priority, excuse, doubtMs));
      }
    },
    attainment: () =>
      [...tallies]
        .sort(([a, one], [b, other]) => rankOf(a) - rankOf(b) || comparePlaces(one.place, other.place))
        .map(([metric, { byPriority }]) => attainmentOf(metric, byPriority)),
    breaches: (limit) =>
      [...late]
        .sort((a, b) => b.overdueMs - a.overdueMs || compareTexts(a.number, b.number))
        .filter(({ excuse }, place) => place < limit || excuse?.decision === 'approved'),
    without: () => without,
    doubts: () => ({ tickets: doubtful, worstMs }),
  };
}

function rankOf(metric: string): number {
  const rank = firstMetrics.indexOf(metric);
  return rank === -1 ? firstMetrics.length : rank;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function comparePlaces(one: Place, other: Place): number {
  return compareTexts(one.pack, other.pack) || one.at - other.at;
}

function breachOf(
  { id, number, title, opd }: Ticket,
  { metric, remainingMs, stoppedAt }: TargetStatus,
  priority: number | null,
  excuse: Excuse | undefined,
  doubtMs: number | null,
): Breach {
  const said =
    excuse === undefined || excuse.decision === 'refused'
      ? null
      : {
          decision: excuse.decision,
          reason: excuse.reason,
          proposedByName: excuse.proposedByName,
          decidedByName: excuse.decidedByName,
        };
  return {
    ticketId: id,
    number,
    title,
    opd,
    priority,
    metric,
    overdueMs: -remainingMs,
    isOpen: stoppedAt === null,
    excuse: said,
    doubtMs,
  };
}

function attainmentOf(metric: string, byPriority: ReadonlyMap<number | null, Tally>): Attainment {
  const total = noTally();
  for (const tally of byPriority.values()) addTally(total, tally);
  const last = Number.POSITIVE_INFINITY;
  const priorities = [...byPriority]
    .sort(([a], [b]) => (a ?? last) - (b ?? last))
    .map(([priority, tally]) => ({ priority, ...countsOf(tally) }));
  return { metric, priorities, total: countsOf(total) };
}
