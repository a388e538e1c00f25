import type { DBCore, Middleware } from 'dexie';

/**
 * Lets no two transactions that write to a database be under way at once: each takes `shared` besides its own stores.
 * Chromium (156, on LevelDB) notes what a transaction that has begun must undo. Where a kill or a power cut leaves two
 * such notes of one database, it takes the next start for corruption, and throws away every database of the origin.
 */
export function oneWriterAtATime(shared: string): Middleware<DBCore> {
  return {
    stack: 'dbcore',
    name: 'one-writer',
    create: (core) => ({
      ...core,
      transaction: (stores, mode, options) =>
        core.transaction(mode === 'readwrite' ? [...new Set([...stores, shared])] : stores, mode, options),
    }),
  };
}
