import { referenceSpace, rowKinds } from '#shared/sync/rows.ts';
import { type DeskDatabase, isReferenceKind } from '../db/database.ts';
import { readMeta, writeMeta } from '../db/meta.ts';

/**
 * Makes the next pull bring the whole reference space where this version of the app knows kinds of reference rows that the
 * one before did not: that one left them out of its first pull, or put them aside.
 */
export async function askForNewKinds(db: DeskDatabase): Promise<void> {
  const known = rowKinds.filter(isReferenceKind);
  await db.transaction('rw', [db.meta, db.parked], async () => {
    const { referenceKinds, cursor, snapshot } = await readMeta(db, 'referenceKinds', 'cursor', 'snapshot');
    if (known.every((kind) => referenceKinds?.includes(kind))) return;
    const fromStart = <T extends { readonly versions: Record<string, number> }>(past: T): T => ({
      ...past,
      versions: { ...past.versions, [referenceSpace]: 0 },
    });
    if (cursor !== undefined) await writeMeta(db, 'cursor', fromStart(cursor));
    if (snapshot !== undefined) {
      await writeMeta(db, 'snapshot', { ...snapshot, cursor: fromStart(snapshot.cursor) });
    }
    for (const kind of known) await db.parked.where('key').startsWith(`${kind}|`).delete();
    await writeMeta(db, 'referenceKinds', known);
  });
}
