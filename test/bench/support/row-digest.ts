import { createHash } from 'node:crypto';

/** One line a row: its key, and for a ticket when it was last changed. */
export function rowLine(kind: string, id: string, doc: unknown): string {
  const at = kind === 'ticket' ? String((doc as { updatedAt?: unknown }).updatedAt) : '';
  return `${kind}|${id}|${at}`;
}

/** The same for the same rows, in whatever order they came. */
export function digestOf(lines: Iterable<string>): string {
  return createHash('sha256')
    .update([...lines].sort().join('\n'))
    .digest('hex');
}
