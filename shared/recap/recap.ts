import { category, channel, type TicketState, ticketKind, ticketState } from '../domain/codes.ts';
import type { Opd } from '../domain/reference.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { PolicyLookup } from '../sla/policy-shelf.ts';
import { type Attainment, type Breach, type ClockDoubts, gatherAttainment } from './attainment.ts';
import { CapacityCount, type CapacityUse } from './capacity.ts';
import { type Flow, noFlow, type Passage, passageOf, withPassage } from './flow.ts';
import type { Period } from './period.ts';

/** What a recap is made from. `tickets` may hold more than concerns the period; `now` is UTC ms. */
export interface RecapInput {
  readonly tickets: Iterable<Ticket>;
  readonly period: Period;
  /** The period to compare with; its tickets must be among `tickets` too. */
  readonly previous?: Period | null;
  readonly opds: readonly Opd[];
  readonly policies: PolicyLookup;
  readonly now: number;
  /** Code of the only office to count; left out or null: all. */
  readonly opd?: string | null;
}

/** One line of a breakdown; `key` is the stored code. */
export interface BreakdownRow extends Flow {
  readonly key: string;
}

/** The figures two periods are compared by. */
export interface RecapFigures {
  readonly period: Period;
  readonly totals: Flow;
  /** Of the carried in: finished before the period and taken up again in it. */
  readonly takenUpAgain: number;
  /** Moves from solved or closed back to work. */
  readonly reopened: number;
  readonly escalations: number;
  readonly returns: number;
  /** Targets of the tickets reported in the period, as they stood at its end (or now, while it lasts). */
  readonly attainment: readonly Attainment[];
  /** Tickets reported in the period that have no target. */
  readonly withoutTarget: number;
  /** Of the tickets reported in the period. */
  readonly doubts: ClockDoubts;
}

/** A month, or any other period, of one office or all. Every breakdown adds up to `totals`, column by column. */
export interface Recap extends RecapFigures {
  readonly opd: string | null;
  /** State at the period's end; adds up to carried in + reported. */
  readonly byStatus: readonly { readonly key: TicketState; readonly count: number }[];
  readonly byCategory: readonly BreakdownRow[];
  /** Keys are priority numbers; `none` where no priority is set. */
  readonly byPriority: readonly BreakdownRow[];
  readonly byOpd: readonly BreakdownRow[];
  readonly byKind: readonly BreakdownRow[];
  readonly byChannel: readonly BreakdownRow[];
  /** Reported and finally resolved on each day; adds up to the totals. Empty where the period names no days. */
  readonly byDay: readonly { readonly from: number; readonly reported: number; readonly resolved: number }[];
  /** The longest overdue, and below them every other one that is excused. */
  readonly worstBreaches: readonly Breach[];
  /** One a capacity of the packs by which the offices work now. */
  readonly capacity: readonly CapacityUse[];
  readonly previous: RecapFigures | null;
}

const breachesShown = 10;

/** Counts of one breakdown, by stored code. */
class FlowTable {
  readonly #rows = new Map<string, Flow>();

  add(key: string, passage: Passage): void {
    this.#rows.set(key, withPassage(this.#rows.get(key) ?? noFlow, passage));
  }

  /** Lines in the given order, those keys with zeros where nothing was counted; then all others by code. */
  rows(first: readonly string[]): BreakdownRow[] {
    const others = [...this.#rows.keys()].filter((key) => !first.includes(key)).sort();
    return [...first, ...others].map((key) => ({ key, ...(this.#rows.get(key) ?? noFlow) }));
  }
}

/** Index of the last start that is not after `at`; -1 before the first. */
function dayIndex(starts: readonly number[], at: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] as number) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** One pass over the tickets of one period. */
class PeriodCount {
  readonly #period: Period;
  readonly #targets: ReturnType<typeof gatherAttainment>;
  readonly #states = new Map<TicketState, number>();
  readonly #days: { reported: number; resolved: number }[];
  readonly #capacity: CapacityCount;
  readonly tables = {
    category: new FlowTable(),
    priority: new FlowTable(),
    opd: new FlowTable(),
    kind: new FlowTable(),
    channel: new FlowTable(),
  };
  #totals = noFlow;
  #takenUpAgain = 0;
  #reopened = 0;
  #escalations = 0;
  #returns = 0;

  constructor(period: Period, opds: readonly Opd[], policies: PolicyLookup, now: number) {
    this.#period = period;
    // The last instant of the period: what happens at `to` belongs to the next one.
    this.#targets = gatherAttainment(policies, Math.min(period.to - 1, now));
    this.#days = (period.dayStarts ?? []).map(() => ({ reported: 0, resolved: 0 }));
    this.#capacity = new CapacityCount(opds, policies, period.dayStarts ?? []);
  }

  add(ticket: Ticket): void {
    const passage = passageOf(ticket, this.#period);
    if (passage === null) return;
    this.#totals = withPassage(this.#totals, passage);
    if (passage.entry === 'takenUpAgain') this.#takenUpAgain += 1;
    this.#reopened += passage.reopened;
    this.#states.set(passage.endState, (this.#states.get(passage.endState) ?? 0) + 1);
    this.tables.category.add(ticket.category, passage);
    this.tables.priority.add(ticket.priority === null ? 'none' : String(ticket.priority), passage);
    this.tables.opd.add(ticket.opd, passage);
    this.tables.kind.add(ticket.kind, passage);
    this.tables.channel.add(ticket.channel, passage);
    this.#countDays(ticket, passage);
    const isWithin = (at: number | null) => at !== null && at >= this.#period.from && at < this.#period.to;
    for (const { at, returnedAt } of ticket.escalations ?? []) {
      if (isWithin(at)) this.#escalations += 1;
      if (isWithin(returnedAt)) this.#returns += 1;
    }
    if (passage.entry === 'reported') this.#targets.add(ticket);
  }

  #countDays(ticket: Ticket, passage: Passage): void {
    const starts = this.#period.dayStarts ?? [];
    const reportedOn = dayIndex(starts, ticket.reportedAt);
    const reportDay = this.#days[reportedOn];
    if (passage.entry === 'reported' && reportDay !== undefined) {
      reportDay.reported += 1;
      this.#capacity.add(ticket, reportedOn);
    }
    if (passage.endedAt === null || passage.endState === 'cancelled') return;
    const endDay = this.#days[dayIndex(starts, passage.endedAt)];
    if (endDay !== undefined) endDay.resolved += 1;
  }

  figures(): RecapFigures {
    return {
      period: this.#period,
      totals: this.#totals,
      takenUpAgain: this.#takenUpAgain,
      reopened: this.#reopened,
      escalations: this.#escalations,
      returns: this.#returns,
      attainment: this.#targets.attainment(),
      withoutTarget: this.#targets.without(),
      doubts: this.#targets.doubts(),
    };
  }

  byStatus(): Recap['byStatus'] {
    return ticketState.options.map((key) => ({ key, count: this.#states.get(key) ?? 0 }));
  }

  byDay(): Recap['byDay'] {
    const starts = this.#period.dayStarts ?? [];
    return this.#days.map((day, at) => ({ from: starts[at] ?? 0, ...day }));
  }

  worstBreaches(): readonly Breach[] {
    return this.#targets.breaches(breachesShown);
  }

  capacity(): readonly CapacityUse[] {
    return this.#capacity.uses();
  }
}

/**
 * The recap of a period (domain, "Recap reports"). Pure: screen, paper and command line call this one function, so their
 * numbers agree. `carriedIn + reported = resolved + cancelled + carriedOut` always holds; reopenings are covered because
 * the state at the period's end decides (see `flow.ts`). An excuse counts from whenever it is approved, also when that is
 * after the period: it changes the adjusted rate of that period, never the raw one. Category, priority, kind and channel are the ticket's present
 * ones: a later correction shows in older recaps too.
 */
export function buildRecap(input: RecapInput): Recap {
  const { tickets, period, policies, now, opd = null } = input;
  const opds = input.opds.filter(({ code }) => opd === null || code === opd);
  const present = new PeriodCount(period, opds, policies, now);
  const earlier = input.previous ? new PeriodCount(input.previous, opds, policies, now) : null;
  for (const ticket of tickets) {
    if (opd !== null && ticket.opd !== opd) continue;
    present.add(ticket);
    earlier?.add(ticket);
  }
  const { tables } = present;
  return {
    ...present.figures(),
    opd,
    byStatus: present.byStatus(),
    byCategory: tables.category.rows(category.options),
    byPriority: tables.priority.rows(['1', '2', '3']),
    byOpd: tables.opd.rows(opds.map(({ code }) => code)),
    byKind: tables.kind.rows(ticketKind.options),
    byChannel: tables.channel.rows(channel.options),
    byDay: present.byDay(),
    worstBreaches: present.worstBreaches(),
    capacity: present.capacity(),
    previous: earlier?.figures() ?? null,
  };
}
