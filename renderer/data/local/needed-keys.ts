import type { DeskDatabase } from '../db/database.ts';

/**
 * Names of what the journal must go on keeping: all that is in the outbox, because of what the server has confirmed nobody
 * knows yet whether it was refused; and what was refused and nobody has decided on, because the server keeps no word of it.
 */
export function neededKeys(db: DeskDatabase): Promise<Set<string>> {
  return db.transaction('r', db.outbox, db.review, async () => {
    const [outbox, review] = await Promise.all([db.outbox.toArray(), db.review.toArray()]);
    const named: readonly { readonly journalKey?: string }[] = [...outbox, ...review];
    return new Set(named.flatMap(({ journalKey }) => (journalKey === undefined ? [] : [journalKey])));
  });
}
