import { DeadlineHeap } from '#shared/deadlines/deadline-heap.ts';
import { longestWaitMs } from '#shared/deadlines/deadline-watch.ts';
import { referenceSpace } from '#shared/sync/rows.ts';
import type { StartTimer } from '../platform/timer.ts';
import type { Services } from '../services.ts';
import { readVersions } from '../store/spaces.ts';
import { changedTickets, type FoundTicket, hasPublished, openTickets } from './open-tickets.ts';
import { Rounds } from './rounds.ts';
import { newsFor, nextInstant, tellTickets } from './tell.ts';

/** A timer that came later than this (ms) means that the server was not running, or asleep. */
const sleepMs = 10 * 60_000;
/** Tickets told in one transaction. */
const ticketsAtOnce = 200;
/** After a start everything overdue is told together, so that nobody gets two summaries; but not without bounds. */
const ticketsAtAwakening = 2000;

interface Planned {
  readonly id: string;
  readonly at: number;
}

/**
 * Knows when there is something to do about each open ticket, and does it at that instant.
 *
 * Invariants:
 * - a plan is a hint: what is told is decided anew under the lock of the ticket's space, and written down in `told`;
 * - tickets are read all at once only at the start (open ones, in pages) and when packs or days off are published; later
 *   only those whose version is above the last seen;
 * - the clock may jump: nothing is told twice, because it is in `told`, nor lost, because it stays planned until told.
 */
export class NoticeWatch {
  readonly #services: Services;
  readonly #rounds: Rounds;
  readonly #lookEveryMs: number;
  readonly #planned = new Map<string, number>();
  /** May hold entries that are no longer planned; `#planned` decides. */
  readonly #heap = new DeadlineHeap<Planned>();
  /** Version up to which each space has been read. */
  #seen: Map<string, number> | null = null;
  #lastRound: number | null = null;

  /** @param lookEveryMs what moved without a poke is found after this long at the latest. */
  constructor(services: Services, startTimer: StartTimer, lookEveryMs = longestWaitMs) {
    this.#services = services;
    this.#lookEveryMs = lookEveryMs;
    this.#rounds = new Rounds(services, startTimer, 'notices_failed', () => this.#round());
  }

  /** Begins; the reading of the open tickets goes on behind it. */
  start(): void {
    this.#rounds.start();
  }

  /** Resolves when everything noticed so far has been dealt with. */
  idle(): Promise<void> {
    return this.#rounds.idle();
  }

  /** Ends, after what is under way. */
  close(): Promise<void> {
    return this.#rounds.close();
  }

  async #round(): Promise<number> {
    const now = this.#services.platform.clock();
    const isAwakening = this.#lastRound === null || now - this.#lastRound > this.#lookEveryMs + sleepMs;
    await this.#tell(now, isAwakening);
    await this.#follow();
    await this.#tell(now, isAwakening);
    this.#lastRound = now;
    const next = this.#heap.peek()?.at ?? Number.POSITIVE_INFINITY;
    return Math.min(this.#lookEveryMs, Math.max(0, next - this.#services.platform.clock()));
  }

  async #tell(now: number, isAwakening: boolean): Promise<void> {
    const most = isAwakening ? ticketsAtAwakening : ticketsAtOnce;
    for (let due = this.#due(now, most); due.length > 0; due = this.#due(now, most)) {
      const ids = due.map(({ id }) => id);
      try {
        const next = await tellTickets(this.#services, ids, now, isAwakening);
        for (const id of ids) this.#plan(id, next.get(id) ?? null);
      } catch (error) {
        for (const { id, at } of due) this.#plan(id, at);
        throw error;
      }
    }
  }

  #due(now: number, most: number): Planned[] {
    const due: Planned[] = [];
    for (let next = this.#heap.peek(); next !== undefined && due.length < most; next = this.#heap.peek()) {
      const isStale = this.#planned.get(next.id) !== next.at;
      if (!isStale && next.at > now) break;
      this.#heap.pop();
      if (isStale) continue;
      this.#planned.delete(next.id);
      due.push(next);
    }
    return due;
  }

  #plan(id: string, at: number | null): void {
    if (at === null) this.#planned.delete(id);
    else if (this.#planned.get(id) !== at) {
      this.#planned.set(id, at);
      this.#heap.push({ id, at });
    }
  }

  #planAll(page: readonly FoundTicket[]): void {
    const now = this.#services.platform.clock();
    for (const { id, ticket, told } of page) {
      const news = ticket ? newsFor(this.#services, ticket, now) : [];
      this.#plan(id, nextInstant(news, told));
    }
  }

  /** Reads what changed since the last look: a few numbers, and the tickets of the spaces that moved. */
  async #follow(): Promise<void> {
    const { db } = this.#services;
    const present = await readVersions(db, '*');
    const seen = this.#seen;
    const isPublished =
      seen !== null &&
      (await hasPublished(db, seen.get(referenceSpace) ?? 0, present.get(referenceSpace) ?? 0));
    if (isPublished) await this.#services.reloadPolicies();
    if (seen === null || isPublished) {
      this.#planned.clear();
      for await (const page of openTickets(db)) this.#planAll(page);
    } else {
      for (const [space, version] of present) {
        if (space === referenceSpace) continue;
        for await (const page of changedTickets(db, space, seen.get(space) ?? 0, version))
          this.#planAll(page);
      }
    }
    this.#seen = present;
  }
}
