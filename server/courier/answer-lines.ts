import { type RequestHeader, takenPerLine } from '#shared/sync/courier.ts';
import {
  type Cursor,
  maxChangesPerPull,
  maxOutcomesPerPull,
  protocolVersion,
  pullResponseSchema,
  snapshotLineSchema,
} from '#shared/sync/protocol.ts';
import type { DeviceUser } from '../auth/sessions.ts';
import type { Services } from '../services.ts';
import { pull } from '../sync/pull.ts';
import { snapshotLines } from '../sync/snapshot.ts';

/** What the device said of itself in its file. */
export type Asked = Pick<RequestHeader, 'cursor' | 'outcomesAfter'>;

/**
 * The lines of an answer (`answerLineSchema`): which mutations the server has, and what an ordinary pull gives from the
 * device's cursor to the end. Where that cursor is none of this server's present life, a first pull comes before. Every
 * line is made by what answers devices online, page by page.
 */
export async function* answerLines(
  services: Services,
  owner: DeviceUser,
  asked: Asked,
): AsyncGenerator<string, void> {
  let { cursor, outcomesAfter } = asked;
  const ask = (from: Cursor) =>
    pull(services, owner, {
      protocol: protocolVersion,
      cursor: from,
      outcomesAfter,
      limit: maxChangesPerPull,
    });
  let answer = cursor === null ? null : await ask(cursor);
  const isElsewhere =
    answer === null || (!answer.ok && ['cursor_epoch', 'cursor_ahead'].includes(answer.error.code));
  if (isElsewhere || cursor === null || answer === null) {
    // The device may offer again what it had settled in another life of the server.
    outcomesAfter = 0;
    cursor = yield* firstPullLines(services, owner);
    answer = await ask(cursor);
  } else {
    yield* takenLines(services, owner, outcomesAfter);
  }
  while (true) {
    if (!answer.ok) throw new Error(`pull answered ${answer.error.code}`);
    yield `{"line":"page","from":${JSON.stringify(cursor)},"page":${answer.value}}`;
    const page = pageEndSchema.parse(JSON.parse(answer.value));
    const isFull = page.outcomes.length >= maxOutcomesPerPull;
    if (!page.more && !isFull) return;
    cursor = page.cursor;
    // As a device does online: an answer full of outcomes settles its outbox up to the last of them.
    if (!page.more) outcomesAfter = page.outcomes.at(-1)?.id ?? outcomesAfter;
    answer = await ask(cursor);
  }
}

const pageEndSchema = pullResponseSchema.pick({ cursor: true, more: true, outcomes: true });

/** Prints of the mutations the server has above a number, by which the device tells its own from others' (OUT-10). */
async function* takenLines(
  { db }: Services,
  { deviceId }: DeviceUser,
  above: number,
): AsyncGenerator<string, void> {
  const { last } = await db
    .selectFrom('device')
    .select('last_mutation_id as last')
    .where('id', '=', deviceId)
    .executeTakeFirstOrThrow();
  let from = above + 1;
  do {
    const to = Math.min(last, from + takenPerLine - 1);
    const rows = await db
      .selectFrom('mutation')
      .select(['mutation_id as id', 'hash'])
      .where('device_id', '=', deviceId)
      .where('mutation_id', '>=', from)
      .where('mutation_id', '<=', to)
      .execute();
    const hashes = new Map(rows.map(({ id, hash }) => [id, hash]));
    const first = from;
    const prints = Array.from(
      { length: Math.max(0, to - from + 1) },
      (_, at) => hashes.get(first + at) ?? '',
    );
    yield JSON.stringify({ line: 'taken', from, last, prints });
    from += takenPerLine;
  } while (from <= last);
}

/**
 * A first pull as it is streamed to devices online, with the mutations the server has behind its head: the device knows
 * then what it must run over the rows. @returns the cursor of the head, from which pulls go on.
 */
async function* firstPullLines(services: Services, owner: DeviceUser): AsyncGenerator<string, Cursor> {
  let cursor: Cursor | null = null;
  for await (const text of snapshotLines(services, owner, { protocol: protocolVersion, after: null })) {
    yield text.trimEnd();
    if (cursor !== null) continue;
    const head = snapshotLineSchema.parse(JSON.parse(text));
    if (head.line !== 'head') break;
    cursor = head.cursor;
    yield* takenLines(services, owner, 0);
  }
  if (cursor === null) throw new Error('a first pull has a head');
  return cursor;
}
