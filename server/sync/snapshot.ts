import { sql } from 'kysely';
import type { z } from 'zod';
import type { snapshotRequestSchema } from '#shared/sync/protocol.ts';
import { type RowKind, referenceSpace, rowKinds } from '#shared/sync/rows.ts';
import type { DeviceUser } from '../auth/sessions.ts';
import { type Db, keepIndexOrder, readMoment } from '../db/open.ts';
import type { Services } from '../services.ts';
import { readEpoch } from '../store/meta.ts';
import { readVersions } from '../store/spaces.ts';
import { readerSpaces } from './reader-spaces.ts';

const docsPerLine = 500;

interface Page {
  readonly count: number;
  readonly last: string | null;
  readonly docs: string | null;
}

/** The next rows of a kind below an id, newest id first, put together by the database as one piece of JSON text. */
async function readPage(
  db: Db,
  spaces: readonly string[] | '*',
  kind: RowKind,
  below: string | null,
): Promise<Page> {
  const bound = below === null ? sql`` : sql`AND id < ${below}`;
  const inner =
    spaces === '*'
      ? sql`SELECT id, doc FROM stored_row WHERE kind = ${kind} AND NOT deleted ${bound}
          ORDER BY id DESC LIMIT ${docsPerLine}`
      : sql`SELECT page.id, page.doc FROM unnest(${[...spaces]}::text[]) AS wanted (space) CROSS JOIN LATERAL (
          SELECT id, doc FROM stored_row
          WHERE stored_row.space = wanted.space COLLATE "C" AND kind = ${kind} AND NOT deleted ${bound}
          ORDER BY id DESC LIMIT ${docsPerLine}) AS page
          ORDER BY page.id DESC LIMIT ${docsPerLine}`;
  const { rows } = await sql<Page>`
    SELECT count(*) AS count, min(id) AS last, string_agg(doc::text, ',' ORDER BY id DESC) AS docs
    FROM (${inner}) AS rows`.execute(db);
  return rows[0] ?? { count: 0, last: null, docs: null };
}

async function readHead(services: Services, principal: DeviceUser, spaces: readonly string[] | '*') {
  return readMoment(services.db, async (tx) => {
    const present = await readVersions(tx, spaces);
    const readable = spaces === '*' ? [...new Set([referenceSpace, ...present.keys()])] : spaces;
    const filter = spaces === '*' ? sql`` : sql`AND space = ANY(${[...spaces]}::text[])`;
    const { rows } = await sql<{ total: number }>`
      SELECT count(*) AS total FROM stored_row WHERE NOT deleted ${filter}`.execute(tx);
    const device = await tx
      .selectFrom('device')
      .select('last_mutation_id as last')
      .where('id', '=', principal.deviceId)
      .executeTakeFirstOrThrow();
    const versions = Object.fromEntries(readable.map((space) => [space, present.get(space) ?? 0]));
    return {
      line: 'head',
      cursor: { epoch: await readEpoch(tx), versions },
      total: rows[0]?.total ?? 0,
      serverTime: services.platform.clock(),
      lastMutationId: device.last,
    };
  });
}

/**
 * The lines of a first pull (`snapshotLineSchema`), made page by page as the client takes them. No transaction stays
 * open meanwhile: what changes during the stream has a version above the head's and comes again by the ordinary pull.
 */
export async function* snapshotLines(
  services: Services,
  principal: DeviceUser,
  request: z.infer<typeof snapshotRequestSchema>,
): AsyncGenerator<string> {
  const spaces = readerSpaces(principal.user);
  yield `${JSON.stringify(await readHead(services, principal, spaces))}\n`;
  const start = request.after === null ? 0 : rowKinds.indexOf(request.after.kind);
  for (const kind of rowKinds.slice(start)) {
    let below = kind === request.after?.kind ? request.after.id : null;
    for (;;) {
      const bound = below;
      const page = await readMoment(services.db, async (tx) => {
        await keepIndexOrder(tx);
        return readPage(tx, spaces, kind, bound);
      });
      if (page.docs !== null) yield `{"line":"rows","kind":"${kind}","docs":[${page.docs}]}\n`;
      if (page.count < docsPerLine) break;
      below = page.last;
    }
  }
  yield '{"line":"end"}\n';
}
