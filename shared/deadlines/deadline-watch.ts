import { DeadlineHeap } from './deadline-heap.ts';

type Due = { readonly id: string; readonly at: number };

/** What a watch needs of its platform: the wall clock (UTC ms) and one timer at a time. */
export type WatchMeans<T extends Due> = {
  readonly now: () => number;
  /** Calls back once after `ms`; returns "cancel". */
  readonly startTimer: (ms: number, callback: () => void) => () => void;
  /** Gets each deadline once, not before its instant: together those found due at one look, at the corrected `now`. */
  readonly announce: (due: readonly T[], now: number) => void;
};

export interface DeadlineWatch<T extends Due> {
  /**
   * Replaces the list by what is still to be told, past or to come. What was announced already stays announced; a deadline
   * that moved counts as a new one. `clockOffsetMs` is to be added to this computer's clock.
   */
  set(deadlines: readonly T[], clockOffsetMs?: number): void;
  /** Looks again at once: after sleep, or when the clock was set. */
  check(): void;
  stop(): void;
  /** How many are still to come. */
  readonly size: number;
}

/** Timers stand still in sleep and ignore a changed clock, so the watch looks again at least this often (ms). */
export const longestWaitMs = 30_000;
/** So many announced deadlines are remembered after they have left the list, lest a list made meanwhile bring them again. */
export const mostRemembered = 1_000;

/** Announces each deadline at its instant, once, however often the list is replaced. */
export function createDeadlineWatch<T extends Due>(means: WatchMeans<T>): DeadlineWatch<T> {
  let heap = new DeadlineHeap<T>();
  let offsetMs = 0;
  const announced = new Set<string>();
  let cancel: (() => void) | undefined;
  const keyOf = (deadline: Due) => `${deadline.at} ${deadline.id}`;

  function check(): void {
    cancel?.();
    cancel = undefined;
    const now = means.now() + offsetMs;
    const due: T[] = [];
    for (let next = heap.peek(); next !== undefined && next.at <= now; next = heap.peek()) {
      heap.pop();
      if (announced.has(keyOf(next))) continue;
      announced.add(keyOf(next));
      due.push(next);
    }
    const next = heap.peek();
    if (next !== undefined) cancel = means.startTimer(Math.min(longestWaitMs, next.at - now), check);
    if (due.length > 0) means.announce(due, now);
  }

  return {
    set(deadlines, clockOffsetMs = 0) {
      offsetMs = clockOffsetMs;
      const keys = new Set(deadlines.map(keyOf));
      // Those that may come again, and of the others the latest: the memory of a long day does not grow.
      let others = announced.size - mostRemembered;
      for (const key of announced) {
        if (others <= 0) break;
        if (!keys.has(key)) announced.delete(key);
        others -= 1;
      }
      heap = new DeadlineHeap(deadlines.filter((deadline) => !announced.has(keyOf(deadline))));
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
