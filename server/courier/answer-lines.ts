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
 * The lines of an answer (`answerLineSchema`): which mutations the server has, a first pull where the device's cursor is
 * none of this server's present life, and what an ordinary pull gives from there to the end. Every line is made by what
 * answers devices online, page by page.
 */
export async function* answerLines(
  services: Services,
  owner: DeviceUser,
  asked: Asked,
): AsyncGenerator<string, void> {
  yield* takenLines(services, owner, asked.outcomesAfter);
  let cursor = asked.cursor;
  let { outcomesAfter } = asked;
  while (true) {
    const from = cursor;
    const answer =
      from === null
        ? null
        : await pull(services, owner, {
            protocol: protocolVersion,
            cursor: from,
            outcomesAfter,
            limit: maxChangesPerPull,
          });
    if (answer === null || !answer.ok) {
      if (answer !== null && answer.error.code !== 'cursor_epoch' && answer.error.code !== 'cursor_ahead')
        throw new Error(`pull answered ${answer.error.code}`);
      cursor = yield* firstPullLines(services, owner);
      continue;
    }
    yield `{"line":"page","from":${JSON.stringify(from)},"page":${answer.value}}`;
    const page = pageEndSchema.parse(JSON.parse(answer.value));
    const isFull = page.outcomes.length >= maxOutcomesPerPull;
    if (!page.more && !isFull) return;
    cursor = page.cursor;
    // As a device does online: an answer full of outcomes settles its outbox up to the last of them.
    if (!page.more) outcomesAfter = page.outcomes.at(-1)?.id ?? outcomesAfter;
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

/** A first pull as it is streamed to devices online. @returns the cursor of its head, from which pulls go on. */
async function* firstPullLines(services: Services, owner: DeviceUser): AsyncGenerator<string, Cursor> {
  let cursor: Cursor | null = null;
  for await (const text of snapshotLines(services, owner, { protocol: protocolVersion, after: null })) {
    if (cursor === null) {
      const head = snapshotLineSchema.parse(JSON.parse(text));
      if (head.line === 'head') cursor = head.cursor;
    }
    yield text.trimEnd();
  }
  if (cursor === null) throw new Error('a first pull has a head');
  return cursor;
}
