import type { DraftStore } from '../contract.ts';
import type { DeskDatabase } from '../db/database.ts';

/** Drafts in the user's database. Saves and clears of a key keep the order in which they were asked for. */
export function createDraftStore(db: DeskDatabase, now: () => number): DraftStore {
  return {
    async load(key) {
      return (await db.drafts.get(key))?.value;
    },
    async save(key, value) {
      await db.drafts.put({ key, value, savedAt: now() });
    },
    async clear(key) {
      await db.drafts.delete(key);
    },
    async list() {
      return (await db.drafts.toArray()).map(({ key, savedAt }) => ({ key, savedAt }));
    },
  };
}
