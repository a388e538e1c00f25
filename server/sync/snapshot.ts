import { sql } from 'kysely';
import type { z } from 'zod';
import type { snapshotRequestSchema } from '#shared/sync/protocol.ts';
import { type RowKind, referenceSpace, rowKinds } from '#shared/sync/rows.ts';
import { type Db, keepIndexOrder, readMoment } from '../db/open.ts';
import type { Services } from '../services.ts';
import { readEpoch } from '../store/meta.ts';
import { readVersions } from '../store/spaces.ts';
import { type Reader, spacesNow } from './reader-spaces.ts';
import { startOfWindow } from './window.ts';
import { countWindow, isTicketKind, type SpacesNow, ticketsSince, WindowedPages } from './windowed-pages.ts';

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

async function countAll(db: Db, spaces: readonly string[] | '*'): Promise<number> {
  const filter = spaces === '*' ? sql`` : sql`AND space = ANY(${[...spaces]}::text[])`;
  const { rows } = await sql<{ total: number }>`
    SELECT count(*) AS total FROM stored_row WHERE NOT deleted ${filter}`.execute(db);
  return rows[0]?.total ?? 0;
}

async function readHead(services: Services, reader: Reader, since: number | undefined) {
  return readMoment(services.db, async (tx) => {
    const spaces = await spacesNow(tx, reader);
    const present = await readVersions(tx, spaces);
    const readable = spaces === '*' ? [...new Set([referenceSpace, ...present.keys()])] : spaces;
    const device = await tx
      .selectFrom('device')
      .select('last_mutation_id as last')
      .where('id', '=', reader.deviceId)
      .executeTakeFirstOrThrow();
    const versions = Object.fromEntries(readable.map((space) => [space, present.get(space) ?? 0]));
    const tickets = since === undefined ? [] : await ticketsSince(tx, readable, since);
    const head = {
      line: 'head',
      cursor: { epoch: await readEpoch(tx), versions, ...(since === undefined ? {} : { since }) },
      total: since === undefined ? await countAll(tx, spaces) : await countWindow(tx, tickets),
      serverTime: services.platform.clock(),
      lastMutationId: device.last,
    };
    return { head, spaces, tickets };
  });
}

/**
 * The lines of a first pull (`snapshotLineSchema`), made page by page as the client takes them. No transaction stays
 * open meanwhile: what changes during the stream has a version above the head's and comes again by the ordinary pull.
 * Where the device asks for a window, tickets that were over before it are left out with all their rows. Each line is read
 * under the rights of its moment.
 * @throws Error as `spacesNow`.
 */
export async function* snapshotLines(
  services: Services,
  reader: Reader,
  request: z.infer<typeof snapshotRequestSchema>,
): AsyncGenerator<string> {
  const { months, after } = request;
  const asked = months === undefined ? undefined : startOfWindow(services.platform.clock(), months);
  const since = request.since ?? asked;
  const { head, spaces, tickets } = await readHead(services, reader, since);
  yield `${JSON.stringify(head)}\n`;
  // What came to the reader since is not in the head's cursor: the pull brings it, whole.
  const within: SpacesNow = async (tx) => {
    const now = await spacesNow(tx, reader);
    if (now === '*') return spaces;
    return spaces === '*' ? now : now.filter((space) => spaces.includes(space));
  };
  const start = after === null ? 0 : rowKinds.indexOf(after.kind);
  for (const kind of rowKinds.slice(start)) {
    const below = kind === after?.kind ? after.id : null;
    const pages =
      since !== undefined && isTicketKind(kind)
        ? new WindowedPages(services.db, within, tickets).of(kind, below)
        : plainPages(services.db, within, kind, below);
    for await (const docs of pages) yield `{"line":"rows","kind":"${kind}","docs":[${docs}]}\n`;
  }
  yield '{"line":"end"}\n';
}

async function* plainPages(
  db: Db,
  spacesOf: SpacesNow,
  kind: RowKind,
  from: string | null,
): AsyncGenerator<string> {
  let below = from;
  for (;;) {
    const bound = below;
    const page = await readMoment(db, async (tx) => {
      const spaces = await spacesOf(tx);
      await keepIndexOrder(tx);
      return readPage(tx, spaces, kind, bound);
    });
    if (page.docs !== null) yield page.docs;
    if (page.count < docsPerLine) return;
    below = page.last;
  }
}
