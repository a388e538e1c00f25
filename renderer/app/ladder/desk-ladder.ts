import { DeadlineHeap } from '#shared/deadlines/deadline-heap.ts';
import { newsOf, recipientsOf, type Told } from '#shared/deadlines/ticket-news.ts';
import type { Opd } from '#shared/domain/reference.ts';
import type { Recipient } from '#shared/sla/pack.ts';
import type { CompiledPolicy } from '#shared/sla/policy.ts';
import type { OpenClock } from '../../data/contract.ts';
import { isMeant, type LadderUser, mayConcern } from './own-part.ts';

/** A piece of news that concerns the user of this device, and as whom. */
export interface OwnNews {
  readonly ticket: OpenClock;
  readonly policy: CompiledPolicy;
  readonly news: Told;
  readonly as: readonly Recipient[];
}

/** What has come due: news (of each ticket and metric the highest step only), and tickets whose papers never came. */
export interface Due {
  readonly news: readonly OwnNews[];
  readonly expired: readonly string[];
}

export interface LadderDeps {
  readonly me: LadderUser;
  clock(id: string): OpenClock | undefined;
  policyOf(clock: OpenClock): CompiledPolicy | undefined;
  levelsOf(opd: string): Opd['levels'];
}

/** What is known of a ticket. Instants are UTC ms of the corrected clock. */
interface Entry {
  /** Keys of what is over: told by this device, or old news when it first saw the ticket. */
  readonly passed: Set<string>;
  /** Not over, the nearest first. */
  own: readonly OwnNews[];
  expiresAt: number | null;
  nextAt: number;
}

const never = Number.POSITIVE_INFINITY;
/** The server closes such tickets itself; a device steps in a little later, lest its clock be early by a second. */
export const expiryMarginMs = 60_000;

/**
 * The steps of the escalation ladder that concern one user, kept per ticket: a change of a ticket works out its own steps
 * anew, the passing of time only looks at what is nearest.
 *
 * Invariant: a key is due at most once, whatever the hands of the clock, the days off or the ticket do.
 */
export class DeskLadder {
  readonly #deps: LadderDeps;
  readonly #entries = new Map<string, Entry>();
  #heap = new DeadlineHeap<{ readonly at: number; readonly id: string }>();
  /** What is to be told as last asked for, and the tickets that changed since. */
  #sorted: readonly OwnNews[] = [];
  readonly #changed = new Set<string>();

  constructor(deps: LadderDeps) {
    this.#deps = deps;
  }

  /**
   * Works a ticket out at `now`: when first seen, when it changed, or when its pack or days off did. What was due by
   * `since` is old news for a ticket that is seen for the first time.
   */
  judge(id: string, now: number, since: number): void {
    this.#changed.add(id);
    const known = this.#entries.get(id);
    const found = this.#newsAt(id, now);
    // What is over stays remembered: the ticket may come back, from the server or by a reopening.
    if (found === null && (known === undefined || known.passed.size === 0)) {
      this.#entries.delete(id);
      return;
    }
    const { own, expiresAt } = found ?? { own: [], expiresAt: null };
    const passed = known?.passed ?? new Set(own.filter((each) => each.news.tellAt <= since).map(keyOf));
    const entry = known ?? { passed, own, expiresAt, nextAt: never };
    entry.own = own.filter((each) => !passed.has(keyOf(each)));
    entry.expiresAt = passed.has(`expiry.${expiresAt}`) ? null : expiresAt;
    this.#entries.set(id, entry);
    this.#plan(id, entry);
  }

  /** Takes out what is due at `now`, each ticket judged afresh; costs nothing while nothing is. */
  due(now: number): Due {
    const ids = new Set<string>();
    for (let next = this.#heap.peek(); next !== undefined && next.at <= now; next = this.#heap.peek()) {
      this.#heap.pop();
      if (this.#entries.get(next.id)?.nextAt === next.at) ids.add(next.id);
    }
    const news: OwnNews[] = [];
    const expired: string[] = [];
    for (const id of ids) {
      this.judge(id, now, now);
      const entry = this.#entries.get(id);
      if (entry === undefined) continue;
      const due = entry.own.filter((each) => each.news.tellAt <= now);
      news.push(...highest(due));
      for (const each of due) entry.passed.add(keyOf(each));
      entry.own = entry.own.filter((each) => each.news.tellAt > now);
      if (entry.expiresAt !== null && entry.expiresAt + expiryMarginMs <= now) {
        expired.push(id);
        entry.passed.add(`expiry.${entry.expiresAt}`);
        entry.expiresAt = null;
      }
      this.#plan(id, entry);
    }
    return { news, expired };
  }

  /** What is still to be told, the nearest first, at most `limit`. Sorts only what changed since it was last asked. */
  coming(limit: number): readonly OwnNews[] {
    if (this.#changed.size > 0) {
      const same = this.#sorted.filter(({ ticket }) => !this.#changed.has(ticket.id));
      const other = [...this.#changed].flatMap((id) => this.#entries.get(id)?.own ?? []);
      // Two ascending runs, which the engine's sort merges in one walk.
      this.#sorted = [...same, ...other.sort(byInstant)].sort(byInstant);
      this.#changed.clear();
    }
    return this.#sorted.slice(0, limit);
  }

  #newsAt(id: string, now: number): Pick<Entry, 'own' | 'expiresAt'> | null {
    const { me, clock, policyOf, levelsOf } = this.#deps;
    const ticket = clock(id);
    if (ticket === undefined) return null;
    const levels = levelsOf(ticket.opd);
    const policy = mayConcern(me, ticket, levels) ? policyOf(ticket) : undefined;
    if (policy === undefined) return null;
    const own: OwnNews[] = [];
    let expiresAt: number | null = null;
    for (const news of newsOf(policy, { ...ticket.input, state: ticket.state }, now, true)) {
      if (news.kind === 'expiry') {
        if (me.role === 'operator' || me.role === 'supervisor') expiresAt = news.tellAt;
        continue;
      }
      const as = recipientsOf(ticket, news).filter((recipient) => isMeant(me, ticket, levels, recipient));
      if (as.length > 0) own.push({ ticket, policy, news, as });
    }
    own.sort(byInstant);
    return { own, expiresAt };
  }

  #plan(id: string, entry: Entry): void {
    const expiry = entry.expiresAt === null ? never : entry.expiresAt + expiryMarginMs;
    const nextAt = Math.min(entry.own[0]?.news.tellAt ?? never, expiry);
    if (nextAt !== entry.nextAt && nextAt < never) this.#heap.push({ at: nextAt, id });
    entry.nextAt = nextAt;
    // Instants that no longer hold lie in the heap until they come; many changes must not make it grow.
    if (this.#heap.size <= 2 * this.#entries.size + 1_000) return;
    const planned = [...this.#entries].filter(([, each]) => each.nextAt < never);
    this.#heap = new DeadlineHeap(planned.map(([each, { nextAt: at }]) => ({ id: each, at })));
  }
}

function byInstant(a: OwnNews, b: OwnNews): number {
  return a.news.tellAt - b.news.tellAt;
}

function keyOf({ news }: OwnNews): string {
  return news.key;
}

/** What a piece of news is of: a target of the ticket, or its papers. */
export function thingOf(news: Told): string {
  return news.kind === 'step' ? news.step.metric : 'completeness';
}

/** Of several steps of one target only the highest: it implies the others. */
function highest(due: readonly OwnNews[]): OwnNews[] {
  const byThing = new Map<string, OwnNews>();
  const rank = ({ news }: OwnNews) => (news.kind === 'step' ? news.step.at : news.tellAt);
  for (const each of due) {
    const known = byThing.get(thingOf(each.news));
    if (known === undefined || rank(each) > rank(known)) byThing.set(thingOf(each.news), each);
  }
  return [...byThing.values()];
}
