import type { MutateFailure } from '../contract.ts';

type StorageFailure = Extract<MutateFailure, { kind: 'storage' }>;

const closedNames = ['DatabaseClosedError', 'InvalidStateError', 'OpenFailedError', 'PrematureCommitError'];

/** Names a failed commit: a full disk, a closed database, or something else. Nothing of the transaction was kept. */
export function storageFailureOf(error: unknown): StorageFailure {
  const names = namesOf(error, 0);
  const message = error instanceof Error ? error.message : String(error);
  if (names.includes('QuotaExceededError')) return { kind: 'storage', cause: 'quota', message };
  if (names.some((name) => closedNames.includes(name))) return { kind: 'storage', cause: 'closed', message };
  return { kind: 'storage', cause: 'unknown', message };
}

/** Dexie wraps the browser's own error one or two levels deep. */
function namesOf(error: unknown, depth: number): string[] {
  if (typeof error !== 'object' || error === null || depth > 3) return [];
  const { name, inner, cause } = error as { name?: unknown; inner?: unknown; cause?: unknown };
  return [
    ...(typeof name === 'string' ? [name] : []),
    ...namesOf(inner, depth + 1),
    ...namesOf(cause, depth + 1),
  ];
}
