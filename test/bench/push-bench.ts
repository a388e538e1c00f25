import { sql } from 'kysely';
import { openDatabase } from '../../server/db/open.ts';
import { systemPlatform } from '../../server/platform/system-clock.ts';
import type { Pushed } from './page/contract.ts';
import type { PeerName } from './page/peer-contract.ts';
import { type Bench, inMb, inMs } from './report.ts';
import { type BenchRun, operator } from './support/bench-run.ts';
import { benchPagePath, peersPagePath } from './support/bench-web.ts';
import { LineGate } from './support/line-gate.ts';
import type { PeerServer } from './support/peer-server.ts';

interface Own extends Pushed {
  readonly bytes: number;
  readonly requests: number;
  /** The tickets that were changed. */
  readonly ids: readonly string[];
}

interface Theirs {
  readonly ms: number;
  readonly bytes: number;
  readonly requests: number;
}

/** Each mutation is in the database once, applied, with one entry in the journal; throws where it is not so. */
async function expectCommitted(url: string, edits: number): Promise<void> {
  const database = await openDatabase({ url }, systemPlatform);
  try {
    const { rows } = await sql<{ taken: number; refused: number; entries: number }>`
      SELECT count(*) AS taken, count(outcome) AS refused,
        (SELECT count(*) FROM stored_row JOIN device ON device.code = split_part(stored_row.id, '.', 2)
          WHERE kind = 'journal' AND device.id = mutation.device_id AND doc ->> 'type' = 'prioritised') AS entries
      FROM mutation JOIN device ON device.id = device_id WHERE device.name = 'bench' GROUP BY device_id`.execute(
      database.db,
    );
    const [{ taken, refused, entries } = { taken: 0, refused: 0, entries: 0 }] = rows;
    if (rows.length !== 1 || taken !== edits || refused !== 0 || entries !== edits)
      throw new Error(`of ${edits} edits ${taken} were taken, ${refused} refused, ${entries} journalled`);
  } finally {
    await database.close();
  }
}

/** The product's client store with so many edits in its outbox, and a server on PostgreSQL that comes into reach. */
async function ownPush(run: BenchRun, url: string, origin: string, edits: number): Promise<Own> {
  const gate = await LineGate.open(origin);
  run.endsWith(() => gate.close());
  const { page, close } = await run.browser();
  await page.goto(`${gate.origin}${benchPagePath}`);
  const { tickets } = await page.evaluate((login) => window.tanggapBench.receive(login), operator);
  await page.evaluate(([login, count]) => window.tanggapBench.firstPull(login, count), [
    operator,
    tickets,
  ] as const);
  gate.shut();
  const ids = await page.evaluate((count) => window.tanggapBench.editFields(count), edits);
  gate.reopen();
  const pushed = await page.evaluate(() => window.tanggapBench.push());
  await close();
  await gate.close();
  await expectCommitted(url, edits);
  return { ...pushed, bytes: gate.pushed, requests: gate.pushes, ids };
}

async function peerPush(
  run: BenchRun,
  server: PeerServer,
  peer: PeerName,
  tickets: number,
  ids: readonly string[],
): Promise<Theirs> {
  const { page, close } = await run.browser();
  await page.goto(`${server.origin}${peersPagePath}`);
  await page.evaluate(([name, count]) => window.tanggapPeers[name].firstPull(count), [
    peer,
    tickets,
  ] as const);
  await page.evaluate(([name, edited]) => window.tanggapPeers[name].editOffline(edited), [
    peer,
    ids,
  ] as const);
  server.takeTraffic();
  const before = server.changed;
  const ms = await page.evaluate((name) => window.tanggapPeers[name].push(), peer);
  const { requests, up } = server.takeTraffic();
  const changed = server.changed - before;
  await close();
  if (changed !== ids.length) throw new Error(`${peer} pushed ${changed} of ${ids.length} edits`);
  return { ms, bytes: up, requests };
}

/** P2: what was done offline is sent: validated and committed in PostgreSQL here, kept in memory by the peers' servers. */
export const pushBench: Bench = {
  id: 'P2',
  async run(report, run) {
    const edits = run.scaled(10_000);
    const many = edits.toLocaleString('en');
    const postgres = await run.postgres();
    const url = await postgres.databaseWith(edits, (text) => run.say(text));
    const server = await run.serverOn({ url });
    const peers = await run.peers(server.origin);
    const own = await ownPush(run, url, server.origin, edits);
    await server.stop();
    const tickets = peers.tickets;
    const rxdb = await peerPush(run, peers, 'rxdb', tickets, own.ids);
    const pouchdb = await peerPush(run, peers, 'pouchdb', tickets, own.ids);
    await peers.stop();
    for (const [name, peer] of [
      ['RxDB', rxdb],
      ['PouchDB', pouchdb],
    ] as const)
      report({
        id: 'P2',
        what: `${name} pushes ${many} one-field edits to a server in memory`,
        figure: inMs(peer.ms),
        ratio: `${inMb(peer.bytes)} gzip, ${peer.requests} requests`,
      });
    const share = own.acknowledgedMs / rxdb.ms;
    report({
      id: 'P2',
      what: `push of ${many} offline edits, validated and committed in PostgreSQL (fsync on)`,
      figure: inMs(own.acknowledgedMs),
      ratio: `${share.toFixed(2)} × RxDB, ${(own.acknowledgedMs / pouchdb.ms).toFixed(2)} × PouchDB`,
      goal: '≤ 0.5 × RxDB',
      met: share <= 0.5,
    });
    report({
      id: 'P2',
      what: `bytes of these pushes on the wire (${own.requests} requests)`,
      figure: inMb(own.bytes),
      ratio: `${(own.bytes / rxdb.bytes).toFixed(2)} × RxDB`,
      goal: `≤ ${inMb(edits * 60)} gzip`,
      met: own.bytes <= edits * 60,
    });
    report({
      id: 'P2',
      what: 'until their rows were pulled back and the outbox was settled',
      figure: `${inMs(own.settledMs)}, ${own.toReview} to review`,
    });
  },
};
