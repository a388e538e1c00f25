import { sql } from 'kysely';
import pg from 'pg';
import { type Cursor, maxChangesPerPull, protocolVersion } from '#shared/sync/protocol.ts';
import { type Db, openDatabase } from '../../server/db/open.ts';
import { systemPlatform } from '../../server/platform/system-clock.ts';
import { startOfWindow } from '../../server/sync/window.ts';
import { RemoteDevice } from '../support/remote-device.ts';
import { type Bench, inMb, inMs, median } from './report.ts';
import { operator } from './support/bench-run.ts';

const rounds = 60;
/** Months of finished tickets a device has, as the product's devices ask; the demo's tickets all lie within. */
const windowMonths = 13;
/** Rounds before these warm up code, connections and the database's memory. */
const warmUps = 10;

/** Where a page of exactly so many changes lies: the last ones of the space that has most rows. */
interface Place {
  readonly space: string;
  /** The version behind which the page begins. */
  readonly after: number;
  readonly cursor: Cursor;
}

async function placeOfPage(db: Db, epoch: string): Promise<Place> {
  const { rows: spaces } = await sql<{ id: string; version: number }>`SELECT id, version FROM space`.execute(
    db,
  );
  const { rows } = await sql<{ space: string; after: number }>`
    SELECT space, version - 1 AS after FROM stored_row
    WHERE space = (SELECT space FROM stored_row GROUP BY space ORDER BY count(*) DESC LIMIT 1)
    ORDER BY version DESC OFFSET ${maxChangesPerPull - 1} LIMIT 1`.execute(db);
  const [place] = rows;
  if (place === undefined) throw new Error('no space has rows for a page');
  const present = Object.fromEntries(spaces.map(({ id, version }) => [id, version]));
  return { ...place, cursor: { epoch, versions: { ...present, [place.space]: place.after } } };
}

/** The least a page can cost: its rows in one query, documents as text that nobody parses. */
async function bareQuery(client: pg.Client, { space, after }: Place): Promise<number> {
  const { rows } = await client.query(
    'SELECT kind, id, space, version, doc::text FROM stored_row WHERE space = $1 AND version > $2 ORDER BY version LIMIT $3',
    [space, after, maxChangesPerPull],
  );
  return rows.length;
}

async function pullPage(device: RemoteDevice, cursor: Cursor, encoding: string): Promise<Buffer> {
  const response = await fetch(`${device.origins[0]}/api/v1/pull`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${device.session.accessToken}`,
      'accept-encoding': encoding,
    },
    body: JSON.stringify({ protocol: protocolVersion, cursor, outcomesAfter: 0, limit: maxChangesPerPull }),
  });
  if (!response.ok) throw new Error(`pull answered ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

/** How long it takes, ms. */
async function msOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** P11: a page of changes over HTTP from the server process, against the bare query from this one. */
export const pullPageBench: Bench = {
  id: 'P11',
  async run(report, run) {
    const postgres = await run.postgres();
    const url = await postgres.databaseWith(run.scaled(10_000), (text) => run.say(text));
    const server = await run.serverOn({ url });
    const { username, password } = operator;
    const device = await RemoteDevice.login([server.origin], username, password);
    const database = await openDatabase({ url }, systemPlatform);
    const place = await placeOfPage(database.db, device.session.epoch);
    await database.close();
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const found = await bareQuery(client, place);
    const since = startOfWindow(device.session.serverTime, windowMonths);
    const windowed = { ...place.cursor, since };
    for (const cursor of [place.cursor, windowed]) {
      const { changes } = JSON.parse((await pullPage(device, cursor, 'identity')).toString()) as {
        changes: unknown[];
      };
      if (changes.length !== found) throw new Error(`${changes.length} of ${found} changes came`);
    }
    const bytes = (await pullPage(device, place.cursor, 'identity')).length;
    const bare: number[] = [];
    const plain: number[] = [];
    const ofWindow: number[] = [];
    const zipped: number[] = [];
    for (let round = -warmUps; round < rounds; round += 1) {
      const query = await msOf(() => bareQuery(client, place));
      const asText = await msOf(() => pullPage(device, place.cursor, 'identity'));
      const inWindow = await msOf(() => pullPage(device, windowed, 'identity'));
      const compressed = await msOf(() => pullPage(device, windowed, 'gzip'));
      if (round < 0) continue;
      bare.push(query);
      plain.push(asText);
      ofWindow.push(inWindow);
      zipped.push(compressed);
    }
    await client.end();
    await server.stop();
    const limit = median(bare);
    const many = found.toLocaleString('en');
    report({
      id: 'P11',
      what: `bare query of ${many} changes (${inMb(bytes)}) in PostgreSQL`,
      figure: inMs(limit),
    });
    for (const [what, times] of [
      ['everything', plain],
      [`a window of ${windowMonths} months, as the product's devices do`, ofWindow],
    ] as const) {
      const share = median(times) / limit;
      report({
        id: 'P11',
        what: `pull page of these ${many} changes over HTTP, asking for ${what}`,
        figure: inMs(median(times)),
        ratio: `${share.toFixed(2)} × the bare query`,
        goal: '≤ 2 ×',
        met: share <= 2,
      });
    }
    report({
      id: 'P11',
      what: 'the same compressed for the line, and unpacked',
      figure: inMs(median(zipped)),
      ratio: `${(median(zipped) / limit).toFixed(2)} × the bare query`,
    });
  },
};
