import { sql } from 'kysely';
import type { z } from 'zod';
import { foundPerAnswer, type OlderWanted, type olderRequestSchema } from '#shared/sync/older.ts';
import { referenceSpace } from '#shared/sync/rows.ts';
import { readMoment, type Tx } from '../db/open.ts';
import type { Services } from '../services.ts';
import { readEpoch } from '../store/meta.ts';
import { readVersions } from '../store/spaces.ts';
import { wordsOf } from '../store/ticket-span.ts';
import { type Reader, spacesNow } from './reader-spaces.ts';
import { wholeTexts } from './windowed-changes.ts';

type OlderRequest = z.infer<typeof olderRequestSchema>;
type Condition = ReturnType<typeof sql>;

const ticketsPerLine = 50;
const mostWords = 10;

/** Which tickets are wanted; null where nothing can be meant. */
function conditionOf(wanted: OlderWanted, since: number): Condition | null {
  if ('ticket' in wanted) return sql`span.id = ${wanted.ticket}`;
  if ('text' in wanted) {
    const words = wordsOf(wanted.text).slice(0, mostWords);
    // Letters and digits alone, so that nothing in it is an operator of the query.
    const query = words.map((word) => `'${word}':*`).join(' & ');
    return words.length === 0
      ? null
      : sql`span.words @@ to_tsquery('simple', ${query}) AND span.ended_at < ${since}`;
  }
  // Reported before the period's end, and not over before it began; what the window has, the device has.
  const { from, to } = wanted;
  return sql`span.ended_at >= ${from} AND span.ended_at < ${since} AND span.reported_at < ${to}`;
}

/** Spaces of offices that the reader may read now; throws as `spacesNow`. */
async function readable(tx: Tx, reader: Reader): Promise<string[]> {
  const spaces = await spacesNow(tx, reader);
  const all = spaces === '*' ? [...(await readVersions(tx, '*')).keys()] : spaces;
  return all.filter((space) => space !== referenceSpace);
}

const spansIn = (spaces: readonly string[], condition: Condition, after: string | null) => sql`
  FROM unnest(${[...spaces]}::text[]) AS wanted (space)
    JOIN ticket_span AS span ON span.space = wanted.space COLLATE "C" AND ${condition}
      ${after === null ? sql`` : sql`AND span.id < ${after}`}`;

/**
 * The lines (`olderLineSchema`) of tickets that a device's window leaves out, whole, with the newest id first. Each line is
 * read in one moment under the rights of that moment; a device goes on behind the last line it has stored.
 */
export async function* olderLines(
  services: Services,
  reader: Reader,
  { since, wanted, after }: OlderRequest,
): AsyncGenerator<string> {
  const { db, platform } = services;
  const condition = conditionOf(wanted, since) ?? sql`false`;
  const head = await readMoment(db, async (tx) => {
    const found = await sql<{ total: number }>`
      SELECT count(*) AS total ${spansIn(await readable(tx, reader), condition, after)}`.execute(tx);
    return { line: 'head', epoch: await readEpoch(tx), total: found.rows[0]?.total ?? 0 };
  });
  yield `${JSON.stringify({ ...head, serverTime: platform.clock() })}\n`;
  let left = 'text' in wanted ? foundPerAnswer : Number.POSITIVE_INFINITY;
  let below = after;
  for (;;) {
    const bound = below;
    const limit = Math.min(left, ticketsPerLine);
    const page = await readMoment(db, async (tx) => {
      const spaces = await readable(tx, reader);
      const { rows } = await sql<{ id: string }>`
        SELECT span.id ${spansIn(spaces, condition, bound)} ORDER BY span.id DESC LIMIT ${limit + 1}::int`.execute(
        tx,
      );
      const ids = rows.slice(0, limit).map(({ id }) => id);
      return { ids, isLast: rows.length <= limit, texts: await wholeTexts(tx, spaces, ids) };
    });
    const last = page.ids.at(-1);
    if (last !== undefined) {
      yield `{"line":"tickets","last":${JSON.stringify(last)},"rows":[${page.texts.join(',')}]}\n`;
      below = last;
      left -= page.ids.length;
    }
    if (!page.isLast && left > 0) continue;
    yield `${JSON.stringify({ line: 'end', more: !page.isLast })}\n`;
    return;
  }
}
