import { firstSequence, readMeta } from '../db/meta.ts';
import type { LocalStore } from '../local/mutate.ts';
import { applyPullPage } from '../local/pull-page.ts';
import type { Access } from './access.ts';
import type { Announcement } from './announcement.ts';
import type { ServerApi } from './api.ts';
import { type ExchangeEnd, endOf } from './exchange-end.ts';

export interface PullDeps {
  readonly store: LocalStore;
  readonly api: ServerApi;
  readonly access: Access;
  /** Rows asked for at a time; left out, the server's most. */
  readonly pageSize?: number;
  announce(announcement: Announcement): void;
}

/** Pulls page by page until nothing is left. Returns null then, else why it stopped; every applied page is kept. */
export async function pullAll(deps: PullDeps): Promise<Exclude<ExchangeEnd, { kind: 'done' }> | null> {
  const { store } = deps;
  while (true) {
    const { cursor, sequence = firstSequence } = await readMeta(store.db, 'cursor', 'sequence');
    if (cursor === undefined) return { kind: 'start_over' };
    const request = {
      cursor,
      outcomesAfter: sequence.acknowledged,
      ...(deps.pageSize === undefined ? {} : { limit: deps.pageSize }),
    };
    const answer = await deps.access.call((token) => deps.api.pull(request, token));
    if (!answer.ok) return endOf(answer.error);
    const page = answer.value;
    const applied = await applyPullPage(store, page);
    if (applied.isReset) deps.announce({ type: 'reset' });
    if (applied.keys.length > 0) deps.announce({ type: 'changed', keys: applied.keys });
    if (applied.reviewChanged) deps.announce({ type: 'review' });
    if (applied.isComplete) return null;
    const isMoving = page.changes.length > 0 || page.droppedSpaces.length > 0 || page.outcomes.length > 0;
    if (!isMoving) return { kind: 'stuck', code: 'no_progress' };
  }
}
