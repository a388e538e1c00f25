import type { RowKind } from '#shared/sync/rows.ts';
import { readMeta, writeMeta } from '../db/meta.ts';
import { storeLateRows } from '../local/snapshot-store.ts';
import { type ExchangeEnd, endOf } from './exchange-end.ts';
import { type FirstPullDeps, readLine } from './first-pull.ts';
import { linesOf, StreamBroken } from './lines.ts';

/** The last kind of the first pull's stream, so that it alone is sent to who asks for what stands behind the others. */
const lateKind: RowKind = 'attachment';
/** Above every id, byte by byte. */
const aboveAll = 'z'.repeat(120);
const silenceMs = 45_000;

/**
 * Asks once for the rows of a kind that the app before this one did not know. To be called before the pull that follows an
 * update: what changed later has a higher version and comes by that. A device without a cursor gets them by its first pull.
 */
export async function pullLateKinds(
  deps: Pick<FirstPullDeps, 'store' | 'api' | 'access' | 'ports' | 'announce'>,
): Promise<Exclude<ExchangeEnd, { kind: 'done' }> | null> {
  const { store, api, access, ports, announce } = deps;
  const { lateKinds = [], cursor } = await readMeta(store.db, 'lateKinds', 'cursor');
  if (lateKinds.includes(lateKind)) return null;
  const after = { kind: lateKind, id: aboveAll };
  const window = cursor?.since === undefined ? {} : { since: cursor.since };
  const answer = await access.call((token) => api.snapshot({ after, ...window }, token));
  if (!answer.ok) {
    // A server that does not know the kind either has none of its rows; later ones come by the pull.
    const isOlder = answer.error.kind === 'coded' && answer.error.code === 'bad_request';
    if (!isOlder) return endOf(answer.error);
  } else {
    try {
      let isWhole = false;
      for await (const text of linesOf(answer.value, ports, silenceMs)) {
        const line = readLine(text);
        if (line.line === 'rows' && line.kind === lateKind) {
          announce({ type: 'changed', keys: await storeLateRows(store, lateKind, line.docs) });
        }
        isWhole = line.line === 'end';
      }
      if (!isWhole) return { kind: 'offline' };
    } catch (error) {
      if (error instanceof StreamBroken) return { kind: 'offline' };
      throw error;
    }
  }
  await writeMeta(store.db, 'lateKinds', [...lateKinds, lateKind]);
  return null;
}
