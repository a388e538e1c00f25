import { isOpenState } from '#shared/domain/transitions.ts';
import type { SlaInput, TargetStatus } from '#shared/sla/evaluate.ts';
import type { CompiledPolicy } from '#shared/sla/policy.ts';
import type { PolicyLookup } from '#shared/sla/policy-shelf.ts';
import type { ListTicket } from '../local/list-page.ts';
import type { Columns } from './columns.ts';
import { DeadlineHeap } from './deadline-heap.ts';
import { slaInputOf, watchedTarget } from './watched-target.ts';

interface Clocked {
  readonly policy: CompiledPolicy;
  readonly input: SlaInput;
}

const never = Number.POSITIVE_INFINITY;

/**
 * The SLA clocks of the index's slots. A running one is evaluated when its ticket changes and when its next change is due;
 * one of a finished ticket when somebody first asks, after which it is forgotten. Instants are UTC ms.
 */
export class SlotClocks {
  readonly #columns: Columns;
  readonly #policies: PolicyLookup;
  readonly #clocked: (Clocked | null)[] = [];
  readonly #heap = new DeadlineHeap();
  /** Slots of finished tickets that may not have been evaluated yet. */
  readonly #cold: number[] = [];

  constructor(columns: Columns, policies: PolicyLookup) {
    this.#columns = columns;
    this.#policies = policies;
  }

  /** The slot now holds this ticket. */
  set(slot: number, ticket: ListTicket, now: number): void {
    const policy = this.#policies(ticket.policy.name, ticket.policy.version);
    this.#clocked[slot] = policy === undefined ? null : { policy, input: slaInputOf(ticket) };
    const isOver = !isOpenState(ticket.state) && (ticket.timeline.at(-1)?.at ?? 0) <= now;
    if (policy === undefined || !isOver) this.evaluate(slot, now);
    else {
      this.#columns.sla[slot] = undefined;
      this.#columns.nextChangeAt[slot] = never;
      this.#cold.push(slot);
    }
  }

  clear(slot: number): void {
    this.#clocked[slot] = null;
    this.#columns.sla[slot] = null;
    this.#columns.nextChangeAt[slot] = never;
  }

  /** The slots whose state or warning change by `now`, each evaluated anew. */
  *due(now: number): Generator<number> {
    while (this.#heap.nextAt() <= now) {
      const { at, slot } = this.#heap.pop();
      if (this.#columns.nextChangeAt[slot] !== at) continue;
      this.evaluate(slot, now);
      yield slot;
    }
  }

  evaluate(slot: number, now: number): void {
    const c = this.#columns;
    const clocked = this.#clocked[slot] ?? null;
    const watched = clocked === null ? null : watchedTarget(clocked.policy, clocked.input, now);
    c.sla[slot] = watched?.target ?? null;
    c.dueAt[slot] = watched?.target?.dueAt ?? never;
    c.nextChangeAt[slot] = watched?.nextChangeAt ?? never;
    if (watched !== null && watched.nextChangeAt < never) this.#heap.push(watched.nextChangeAt, slot);
  }

  /** The target as of `now`: elapsed and remaining time of a running clock move on. */
  target(slot: number, now: number): TargetStatus | null {
    this.#settle(slot, now);
    const clocked = this.#clocked[slot];
    const known = this.#columns.sla[slot] ?? null;
    if (!clocked || known?.stoppedAt !== null) return known;
    return watchedTarget(clocked.policy, clocked.input, now).target;
  }

  /** Evaluates some finished tickets nobody has asked for yet; false when none is left. */
  warm(limit: number, now: number): boolean {
    for (let left = limit; left > 0 && this.#cold.length > 0; left -= 1) {
      this.#settle(this.#cold.pop() as number, now);
    }
    return this.#cold.length > 0;
  }

  #settle(slot: number, now: number): void {
    if (this.#columns.sla[slot] !== undefined) return;
    this.evaluate(slot, now);
    if (this.#columns.nextChangeAt[slot] === never) this.#clocked[slot] = null;
  }
}
