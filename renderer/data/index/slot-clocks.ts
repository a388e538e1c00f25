import { isOpenState } from '#shared/domain/transitions.ts';
import type { SlaInput, TargetStatus } from '#shared/sla/evaluate.ts';
import type { CompiledPolicy } from '#shared/sla/policy.ts';
import type { PolicyLookup } from '#shared/sla/policy-shelf.ts';
import { isOver, type ListTicket } from '../local/list-page.ts';
import type { Columns } from './columns.ts';
import { DeadlineHeap } from './deadline-heap.ts';
import { PolicyMemory, type UsedPack } from './policy-memory.ts';
import { slaInputOf, watchedTarget } from './watched-target.ts';

/** What the clocks of a slot run on; `policy` is undefined where the version is not known here. */
export interface Clocked {
  readonly pack: UsedPack;
  policy: CompiledPolicy | undefined;
  readonly input: SlaInput;
  readonly notices: Readonly<Record<string, number>> | undefined;
}

const never = Number.POSITIVE_INFINITY;

/**
 * The SLA clocks of the index's slots. A running one is evaluated when its ticket changes and when its next change is due;
 * one of a finished ticket when somebody first asks, after which it is forgotten. Instants are UTC ms.
 *
 * Invariant: whatever the hands of the clock did, every judged slot shows what it would show were it judged now.
 */
export class SlotClocks {
  readonly #columns: Columns;
  readonly #policies: PolicyMemory;
  readonly #clocked: (Clocked | null)[] = [];
  /** Slots of tickets that are neither closed nor cancelled. */
  readonly #standing = new Set<number>();
  readonly #heap = new DeadlineHeap();
  /** Slots of finished tickets that may not have been evaluated yet. */
  readonly #cold: number[] = [];

  constructor(columns: Columns, policies: PolicyLookup) {
    this.#columns = columns;
    this.#policies = new PolicyMemory(policies);
  }

  /** The slot, whose office is in its column, now holds this ticket. */
  set(slot: number, ticket: ListTicket, now: number): void {
    const c = this.#columns;
    const pack = this.#policies.pack(ticket.policy);
    const policy = this.#policies.policy(pack, ticket.opd, c.office[slot] as number);
    const notices = isOver(ticket.state) ? undefined : ticket.notices;
    this.#clocked[slot] = { pack, policy, input: slaInputOf(ticket), notices };
    if (isOver(ticket.state)) this.#standing.delete(slot);
    else this.#standing.add(slot);
    const lastEventAt = ticket.timeline.reduce((last, { at }) => Math.max(last, at), 0);
    c.lastEventAt[slot] = lastEventAt;
    if (isOpenState(ticket.state) || lastEventAt > now) this.evaluate(slot, now);
    else {
      c.sla[slot] = undefined;
      c.nextChangeAt[slot] = never;
      this.#cold.push(slot);
    }
  }

  clear(slot: number): void {
    this.#clocked[slot] = null;
    this.#standing.delete(slot);
    this.#columns.sla[slot] = null;
    this.#columns.nextChangeAt[slot] = never;
    this.#columns.lastEventAt[slot] = 0;
  }

  /** Slots of tickets that are neither closed nor cancelled, with what their clocks run on. */
  *standing(): Generator<readonly [slot: number, clocked: Clocked]> {
    for (const slot of this.#standing) {
      const clocked = this.#clocked[slot];
      if (clocked) yield [slot, clocked];
    }
  }

  /** What the clocks of one of them run on; undefined where the slot's ticket is over. */
  standingAt(slot: number): Clocked | undefined {
    return this.#standing.has(slot) ? (this.#clocked[slot] ?? undefined) : undefined;
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

  /**
   * The clock was put back to `now`: the slots judged at a later instant, each evaluated anew. Those whose facts have been
   * forgotten are added to `forgotten` where something of them lies ahead again.
   */
  *putBack(now: number, forgotten: number[]): Generator<number> {
    const c = this.#columns;
    for (let slot = 0; slot < c.length; slot += 1) {
      const clocked = this.#clocked[slot] ?? null;
      if (clocked === null) {
        if ((c.lastEventAt[slot] as number) > now) forgotten.push(slot);
      } else if ((c.judgedAt[slot] as number) > now && c.sla[slot] !== undefined) {
        this.evaluate(slot, now);
        yield slot;
      }
    }
  }

  /** Packs or days off are others now: every ticket that is not over is evaluated anew, each as the caller takes it. */
  *judgeAnew(now: () => number): Generator<number> {
    this.#policies.forget();
    for (const slot of [...this.#standing]) {
      const clocked = this.#clocked[slot];
      if (!clocked || !this.#standing.has(slot)) continue;
      const office = this.#columns.office[slot] as number;
      clocked.policy = this.#policies.policy(clocked.pack, this.#columns.offices.text(office), office);
      this.evaluate(slot, now());
      yield slot;
    }
  }

  evaluate(slot: number, now: number): void {
    const c = this.#columns;
    const { policy, input } = this.#clocked[slot] ?? {};
    const watched = policy === undefined || input === undefined ? null : watchedTarget(policy, input, now);
    c.sla[slot] = watched?.target ?? null;
    c.dueAt[slot] = watched?.target?.dueAt ?? never;
    c.nextChangeAt[slot] = watched?.nextChangeAt ?? never;
    c.judgedAt[slot] = now;
    if (watched !== null && watched.nextChangeAt < never) this.#heap.push(watched.nextChangeAt, slot);
  }

  /** The target as of `now`: elapsed and remaining time of a running clock move on. */
  target(slot: number, now: number): TargetStatus | null {
    this.#settle(slot, now);
    const { policy, input } = this.#clocked[slot] ?? {};
    const known = this.#columns.sla[slot] ?? null;
    if (policy === undefined || input === undefined || known?.stoppedAt !== null) return known;
    return watchedTarget(policy, input, now).target;
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
    const isStill = this.#columns.nextChangeAt[slot] === never;
    if (isStill && !this.#standing.has(slot)) this.#clocked[slot] = null;
  }
}
