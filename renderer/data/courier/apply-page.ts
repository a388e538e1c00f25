import type { AnswerLine } from '#shared/sync/courier.ts';
import type { Cursor } from '#shared/sync/protocol.ts';
import { readMeta } from '../db/meta.ts';
import type { LocalStore } from '../local/mutate.ts';
import { type Applied, applyPullPage } from '../local/pull-page.ts';

type PageLine = Extract<AnswerLine, { line: 'page' }>;

function versionOf({ versions }: Cursor, space: string): number {
  return Object.hasOwn(versions, space) ? (versions[space] ?? 0) : 0;
}

/** True where `mine` has more than `theirs` of a space that both have. */
export function isAhead(mine: Cursor, theirs: Cursor): boolean {
  return Object.keys(theirs.versions).some((space) => versionOf(mine, space) > versionOf(theirs, space));
}

/** True where `mine`, in the same life of the server, has all that `theirs` has, as far as its window goes. */
export function reaches(mine: Cursor, theirs: Cursor): boolean {
  if (mine.epoch !== theirs.epoch) return false;
  return Object.entries(theirs.versions).every(
    ([space, version]) => Object.hasOwn(mine.versions, space) && versionOf(mine, space) >= version,
  );
}

/**
 * Takes in a page of an answer as though it had been pulled, in one transaction with the look at the cursor: the line may
 * come back at any moment. A page that begins before the device's cursor brings some rows again, as new or newer than they
 * are here, so the cursor becomes the higher of the two in each space.
 *
 * `known`: the device is ahead of what the server had (`ceiling`), or has all of the page by another window; `gap`: the page
 * begins behind the device's cursor.
 */
export async function applyPage(
  store: LocalStore,
  { from, page }: PageLine,
  ceiling: Cursor,
): Promise<Applied | 'known' | 'gap'> {
  const { db } = store;
  return db.transaction('rw', db.tables, async () => {
    const { cursor } = await readMeta(db, 'cursor');
    if (cursor === undefined || cursor.epoch !== page.cursor.epoch) return 'gap';
    // Asked for when the device had another window: of a ticket it may not have, the page would bring a part.
    if (cursor.since !== page.cursor.since) return reaches(cursor, page.cursor) ? 'known' : 'gap';
    const spaces = Object.keys(page.cursor.versions);
    const isKnown = spaces.some(
      (space) => versionOf(cursor, space) > Math.max(versionOf(ceiling, space), versionOf(from, space)),
    );
    if (isKnown) return 'known';
    if (spaces.some((space) => versionOf(from, space) > versionOf(cursor, space))) return 'gap';
    const versions = Object.fromEntries(
      Object.entries(page.cursor.versions).map(([space, version]) => [
        space,
        Math.max(version, versionOf(cursor, space)),
      ]),
    );
    return applyPullPage(store, { ...page, cursor: { ...page.cursor, versions } });
  });
}
