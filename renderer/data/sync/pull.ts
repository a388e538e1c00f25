import { firstSequence, readMeta } from '../db/meta.ts';
import type { LocalStore } from '../local/mutate.ts';
import { applyPullPage } from '../local/pull-page.ts';
import type { Access } from './access.ts';
import type { Announcement } from './announcement.ts';
import type { ServerApi } from './api.ts';
import { type ExchangeEnd, endOf } from './exchange-end.ts';
import type { PieceSize } from './piece-size.ts';

export interface PullDeps {
  readonly store: LocalStore;
  readonly api: ServerApi;
  readonly access: Access;
  /** How many rows the line carries at once. */
  readonly size: PieceSize;
  /** What is done between two pages: sends what was made meanwhile. Says why it stopped, or null. */
  between(): Promise<Stopped | null>;
  announce(announcement: Announcement): void;
}

type Stopped = Exclude<ExchangeEnd, { kind: 'done' }>;

/**
 * Pulls page by page until nothing is left. Returns null then, else why it stopped; every applied page is kept. After
 * months away on a slow line that takes long, so work made meanwhile is sent between the pages.
 */
export async function pullAll(deps: PullDeps): Promise<Stopped | null> {
  const { store, size } = deps;
  while (true) {
    const { cursor, sequence = firstSequence } = await readMeta(store.db, 'cursor', 'sequence');
    if (cursor === undefined) return { kind: 'start_over' };
    const request = { cursor, outcomesAfter: sequence.acknowledged, limit: size.now };
    const answer = await deps.access.call((token) => deps.api.pull(request, token));
    if (!answer.ok) {
      if (answer.error.kind === 'offline') size.gotLost();
      return endOf(answer.error);
    }
    size.cameThrough();
    const page = answer.value;
    const applied = await applyPullPage(store, page);
    if (applied.isReset) deps.announce({ type: 'reset' });
    if (applied.keys.length > 0) deps.announce({ type: 'changed', keys: applied.keys });
    if (applied.reviewChanged) deps.announce({ type: 'review' });
    if (applied.isComplete) return null;
    // A page may bring nothing where everything it looked at is from before the window.
    const isFurther = Object.entries(page.cursor.versions).some(
      ([space, at]) => at !== cursor.versions[space],
    );
    const isMoving =
      isFurther || page.changes.length > 0 || page.droppedSpaces.length > 0 || page.outcomes.length > 0;
    if (!isMoving) return { kind: 'stuck', code: 'no_progress' };
    const stopped = await deps.between();
    if (stopped !== null) return stopped;
  }
}
