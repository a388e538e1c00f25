import { evaluate, type SlaInput, type TargetStatus } from './evaluate.ts';
import type { CompiledPolicy } from './policy.ts';

/** What another policy, or other days off, would change for open tickets, before anything is published. */

/** A target of an open ticket under the present policy and under the coming one. */
export interface TargetChange {
  readonly metric: string;
  /** Null: there is no such target under the present policy (or under the coming one). */
  readonly before: TargetStatus | null;
  readonly after: TargetStatus | null;
  /**
   * `earlier` and `later` by the due instant; where there is none to compare (a paused clock), by the open time that is
   * left. `same` may still be newly late, or late no more, when the comparison changed.
   */
  readonly move: 'same' | 'earlier' | 'later' | 'appears' | 'vanishes';
  readonly newlyLate: boolean;
  readonly noLongerLate: boolean;
}

/** How many targets a change touches, and how many tickets. Every target is in exactly one of the first five. */
export interface PreviewCounts {
  readonly same: number;
  readonly earlier: number;
  readonly later: number;
  readonly appears: number;
  readonly vanishes: number;
  readonly newlyLate: number;
  readonly noLongerLate: number;
  /** Tickets looked at, and those of them with at least one changed target. */
  readonly tickets: number;
  readonly changedTickets: number;
}

const isLate = (status: TargetStatus | null): boolean => status?.state === 'breached';

function moveOf(before: TargetStatus | null, after: TargetStatus | null): TargetChange['move'] {
  if (before === null) return 'appears';
  if (after === null) return 'vanishes';
  const byDue = before.dueAt !== null && after.dueAt !== null;
  const difference = byDue
    ? (after.dueAt ?? 0) - (before.dueAt ?? 0)
    : before.state === 'void' && after.state === 'void'
      ? 0
      : after.remainingMs - before.remainingMs;
  return difference === 0 ? 'same' : difference < 0 ? 'earlier' : 'later';
}

/** True where somebody would see something else than today. */
export function isChanged(change: TargetChange): boolean {
  return change.move !== 'same' || change.newlyLate || change.noLongerLate;
}

/**
 * Every target of a ticket under both policies at `now` (UTC ms), in the order of the present policy, then those that
 * appear. The same policy twice gives targets that are all the same.
 */
export function compareTargets(
  before: CompiledPolicy,
  after: CompiledPolicy,
  input: SlaInput,
  now: number,
): readonly TargetChange[] {
  const old = evaluate(before, input, now).metrics;
  const coming = evaluate(after, input, now).metrics;
  const metrics = new Set([...old, ...coming].map(({ metric }) => metric));
  return [...metrics].map((metric) => {
    const was = old.find((status) => status.metric === metric) ?? null;
    const will = coming.find((status) => status.metric === metric) ?? null;
    return {
      metric,
      before: was,
      after: will,
      move: moveOf(was, will),
      newlyLate: isLate(will) && !isLate(was),
      noLongerLate: isLate(was) && !isLate(will),
    };
  });
}

/** A ticket of a preview with the two policies it is judged by. */
export interface PreviewItem<T> {
  readonly ticket: T;
  readonly input: SlaInput;
  readonly before: CompiledPolicy;
  readonly after: CompiledPolicy;
}

/** A ticket of which something changes, with the changed targets alone. */
export interface ChangedTicket<T> {
  readonly ticket: T;
  readonly changes: readonly TargetChange[];
}

/**
 * Adds tickets up one by one, so that a caller with a window to draw can do so many and then give way. Nothing is read
 * from a clock: `now` (UTC ms) is that of the whole preview.
 */
export class Preview<T> {
  readonly #now: number;
  readonly #changed: ChangedTicket<T>[] = [];
  readonly #counts = {
    same: 0,
    earlier: 0,
    later: 0,
    appears: 0,
    vanishes: 0,
    newlyLate: 0,
    noLongerLate: 0,
    tickets: 0,
  };

  constructor(now: number) {
    this.#now = now;
  }

  add({ ticket, input, before, after }: PreviewItem<T>): void {
    const counts = this.#counts;
    counts.tickets += 1;
    const changes = compareTargets(before, after, input, this.#now);
    for (const change of changes) {
      counts[change.move] += 1;
      if (change.newlyLate) counts.newlyLate += 1;
      if (change.noLongerLate) counts.noLongerLate += 1;
    }
    const changed = changes.filter(isChanged);
    if (changed.length > 0) this.#changed.push({ ticket, changes: changed });
  }

  get counts(): PreviewCounts {
    return { ...this.#counts, changedTickets: this.#changed.length };
  }

  /** Tickets that change, those newly late first, then in the order in which they were added. */
  get changed(): readonly ChangedTicket<T>[] {
    const isUrgent = ({ changes }: ChangedTicket<T>): boolean => changes.some(({ newlyLate }) => newlyLate);
    return [...this.#changed.filter(isUrgent), ...this.#changed.filter((entry) => !isUrgent(entry))];
  }
}
