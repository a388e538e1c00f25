import { type AnswerLine, mutationPrintText } from '#shared/sync/courier.ts';
import { printOf } from '#shared/sync/courier-crypto.ts';
import type { CourierMeans } from '#shared/sync/courier-means.ts';
import type { DeskDatabase } from '../db/database.ts';
import { firstSequence, readMeta, writeMeta } from '../db/meta.ts';
import { envelopeOf } from '../sync/batch.ts';
import { renumberUnsent } from '../sync/renumber.ts';

type TakenLine = Extract<AnswerLine, { line: 'taken' }>;

/**
 * Confirms unsent mutations that the server has, word for word: a number alone proves nothing, for a profile put back from
 * a back-up gives it a second time. Where the server has another mutation under the number, what is unsent from there on
 * gets numbers behind the server's last (OUT-10). Returns how many are confirmed now.
 */
export async function applyTaken(db: DeskDatabase, means: CourierMeans, line: TakenLine): Promise<number> {
  const { sequence = firstSequence } = await readMeta(db, 'sequence');
  const { pushed } = sequence;
  const end = line.from + line.prints.length;
  if (pushed + 1 < line.from || pushed + 1 >= end) return 0;
  const entries = await db.outbox
    .where(':id')
    .between(pushed + 1, end, true, false)
    .toArray();
  let confirmed = pushed;
  let isOther = false;
  for (const entry of entries) {
    const print = line.prints[entry.id - line.from];
    if (entry.id !== confirmed + 1 || print === undefined) break;
    isOther = print !== '' && print !== (await printOf(means, mutationPrintText(envelopeOf(entry))));
    if (isOther) break;
    confirmed = entry.id;
  }
  if (confirmed === pushed && !isOther) return 0;
  return db.transaction('rw', [db.outbox, db.meta], async () => {
    const { sequence: now = firstSequence } = await readMeta(db, 'sequence');
    // The line came back meanwhile, and what is unsent is something else by now.
    if (now.pushed !== pushed) return 0;
    await writeMeta(db, 'sequence', { ...now, pushed: confirmed });
    if (isOther) await renumberUnsent(db, line.last + 1);
    return confirmed - pushed;
  });
}
