import { DeadlineHeap } from './deadline-heap.ts';

type Due = { readonly id: string; readonly at: number };

/** What a watch needs of its platform: the wall clock (UTC ms) and one timer at a time. */
export type WatchMeans<T extends Due> = {
  readonly now: () => number;
  /** Calls back once after `ms`; returns "cancel". */
  readonly startTimer: (ms: number, callback: () => void) => () => void;
  /** Called once for each deadline, not before its instant. */
  readonly announce: (deadline: T) => void;
};

export interface DeadlineWatch<T extends Due> {
  /** Replaces the list. What was announced already stays announced; a deadline that moved counts as a new one. */
  set(deadlines: readonly T[]): void;
  /** Looks again at once: after sleep, or when the clock was set. */
  check(): void;
  stop(): void;
  readonly size: number;
}

/** Timers stand still in sleep and ignore a changed clock, so the watch looks again at least this often (ms). */
export const longestWaitMs = 30_000;
/** A deadline this long past when the list arrives is old news (ms); a nearer one may have passed on its way here. */
export const graceMs = 60_000;

/** Announces each deadline at its instant, once, however often the list is replaced. */
export function createDeadlineWatch<T extends Due>(means: WatchMeans<T>): DeadlineWatch<T> {
  let heap = new DeadlineHeap<T>();
  let announced = new Set<string>();
  let cancel: (() => void) | undefined;
  const keyOf = (deadline: Due) => `${deadline.at} ${deadline.id}`;

  function check(): void {
    cancel?.();
    cancel = undefined;
    for (let next = heap.peek(); next !== undefined && next.at <= means.now(); next = heap.peek()) {
      heap.pop();
      if (announced.has(keyOf(next))) continue;
      announced.add(keyOf(next));
      means.announce(next);
    }
    const next = heap.peek();
    if (next === undefined) return;
    cancel = means.startTimer(Math.min(longestWaitMs, Math.max(0, next.at - means.now())), check);
  }

  return {
    set(deadlines) {
      const now = means.now();
      const keys = new Set(deadlines.map(keyOf));
      // Remember only what may come again, so that the memory of a long day does not grow.
      announced = new Set([...announced].filter((key) => keys.has(key)));
      heap = new DeadlineHeap(
        deadlines.filter((deadline) => deadline.at > now - graceMs && !announced.has(keyOf(deadline))),
      );
      check();
    },
    check,
    stop() {
      cancel?.();
      cancel = undefined;
      heap = new DeadlineHeap<T>();
    },
    get size() {
      return heap.size;
    },
  };
}
