import type { OutboxRecord } from '../db/database.ts';
import type { MetaValue } from '../db/meta.ts';
import type { ClockState } from '../sync/clock-state.ts';
import type { CopiedRecord } from './journal-records.ts';

/** An unsent entry of the journal, with the device it was numbered for. */
export interface FoundEntry {
  readonly deviceId: string;
  readonly entry: CopiedRecord;
  /** What was known of that device's clock when it was written. */
  readonly clock?: ClockState | undefined;
}

export interface RecoveryInput {
  readonly deviceId: string;
  readonly sequence: MetaValue<'sequence'>;
  /** The outbox as it is, confirmed entries included. */
  readonly outbox: readonly OutboxRecord[];
  /** What the journal has and the database has nothing of: neither in the outbox nor among what was sent. */
  readonly missing: readonly FoundEntry[];
  /** Numbers of acknowledged mutations that the database keeps. */
  readonly sentIds: ReadonlySet<number>;
  /** Highest number of this device the server is known to have from elsewhere than the database; 0 where nothing is known. */
  readonly confirmed: number;
}

export interface RecoveryPlan {
  /** Unsent entries with the numbers they will have, in order; null where the outbox can stay as it is. */
  readonly unsent: readonly OutboxRecord[] | null;
  readonly sequence: MetaValue<'sequence'>;
  /** What comes back from the journal. */
  readonly putBack: readonly CopiedRecord[];
  /** Unsent mutations that are nowhere any more. */
  readonly lost: number;
}

/**
 * Puts the outbox together again from what the database and the journal have of it. Entries of this device keep their
 * numbers where they join up, so that the server knows those it already has; what was numbered for another device comes
 * behind them. Numbers end up without gaps.
 */
export function planRecovery(input: RecoveryInput): RecoveryPlan {
  const { sequence, outbox, sentIds } = input;
  const unsent = outbox.filter(({ id }) => id > sequence.pushed);
  const own = input.missing.filter(({ deviceId }) => deviceId === input.deviceId).map(({ entry }) => entry);
  const foreign = input.missing
    .filter(({ deviceId }) => deviceId !== input.deviceId)
    .map(({ entry }) => entry);
  // A database put back from a back-up knows less than the journal of what the server has.
  const floor = unsent.length === 0 ? Math.max(sequence.pushed, input.confirmed) : sequence.pushed;
  const above = own.filter(({ id }) => id > floor);
  const below = own.filter(({ id }) => id <= floor);
  const taken = new Set([...outbox.map(({ id }) => id), ...sentIds]);
  const again = againFrom(below, floor, taken);
  const start = floor - again.length;
  const sentAgain = new Set(again.map(({ journalKey }) => journalKey));
  // Whether it was refused is not known, or it was; and the journal takes what could not be saved for confirmed, too. What
  // the server has, it knows by its content (PUSH-14).
  const doubtful = below.filter(({ journalKey }) => !sentAgain.has(journalKey)).sort((a, b) => a.id - b.id);
  const merged = [...unsent, ...above].sort((a, b) => a.id - b.id);
  const inOrder: readonly OutboxRecord[] = [...again, ...doubtful, ...merged, ...foreign];
  const numbered = inOrder.map((entry, at) => ({ ...entry, id: start + 1 + at }));
  const next = start + inOrder.length + 1;
  const putBack = [...again, ...doubtful, ...above, ...foreign];
  const isChanged =
    putBack.length > 0 ||
    next !== sequence.next ||
    unsent.some(({ id }, at) => id !== sequence.pushed + 1 + at);
  return {
    unsent: isChanged ? numbered : null,
    sequence: isChanged
      ? { next, pushed: start, acknowledged: Math.min(sequence.acknowledged, start) }
      : sequence,
    putBack,
    lost: lostOf(sequence, [...unsent, ...again, ...doubtful, ...above]),
  };
}

/**
 * Of the entries below what the server has, those that reach up to it without a gap. They are sent once more: the server
 * knows them by number and content, and its answer tells what became of them.
 */
function againFrom(
  below: readonly CopiedRecord[],
  floor: number,
  taken: ReadonlySet<number>,
): CopiedRecord[] {
  const byId = new Map(below.map((entry) => [entry.id, entry]));
  const run: CopiedRecord[] = [];
  for (let id = floor; !taken.has(id); id -= 1) {
    const entry = byId.get(id);
    if (entry === undefined) break;
    run.unshift(entry);
  }
  return run;
}

/** How many numbers the database gave out for which there is no mutation any more. */
function lostOf({ pushed, next }: MetaValue<'sequence'>, unsent: readonly OutboxRecord[]): number {
  const ids = new Set(unsent.map(({ id }) => id).filter((id) => id > pushed && id < next));
  return Math.max(0, next - 1 - pushed - ids.size);
}
