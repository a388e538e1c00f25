import type { FirstPull } from './page/contract.ts';
import type { PeerName } from './page/peer-contract.ts';
import { type BenchLine, inMs, median } from './report.ts';
import { type BenchRun, operator } from './support/bench-run.ts';
import { benchPagePath, peersPagePath } from './support/bench-web.ts';
import type { PeerServer } from './support/peer-server.ts';

const names: Readonly<Record<PeerName, string>> = { rxdb: 'RxDB', pouchdb: 'PouchDB' };

async function productPull(run: BenchRun, origin: string, tickets: number): Promise<FirstPull> {
  const { page, close } = await run.browser();
  try {
    await page.goto(`${origin}${benchPagePath}`);
    return await page.evaluate(([login, expected]) => window.tanggapBench.firstPull(login, expected), [
      operator,
      tickets,
    ] as const);
  } finally {
    await close();
  }
}

async function peerPull(run: BenchRun, server: PeerServer, peer: PeerName, tickets: number): Promise<number> {
  const { page, close } = await run.browser();
  try {
    await page.goto(`${server.origin}${peersPagePath}`);
    return await page.evaluate(([name, expected]) => window.tanggapPeers[name].firstPull(expected), [
      peer,
      tickets,
    ] as const);
  } finally {
    await close();
  }
}

/**
 * The first pull of so many tickets beside RxDB's (Dexie storage, six indexes, over HTTP) and PouchDB's (IndexedDB, a server
 * that speaks CouchDB's protocol), whose servers hold the tickets in memory. They take turns, each in a fresh profile.
 */
export async function peerPulls(
  report: (line: BenchLine) => void,
  run: BenchRun,
  tickets: number,
  rounds: number,
): Promise<void> {
  const { origin } = await run.server(tickets);
  const server = await run.peers(origin);
  const product: number[] = [];
  const peers: Record<PeerName, number[]> = { rxdb: [], pouchdb: [] };
  for (let round = 0; round < rounds; round += 1) {
    product.push((await productPull(run, origin, tickets)).storedMs);
    for (const peer of ['rxdb', 'pouchdb'] as const)
      peers[peer].push(await peerPull(run, server, peer, tickets));
  }
  await server.stop();
  const own = median(product);
  const many = tickets.toLocaleString('en');
  report({ id: 'P1', what: `first pull of ${many}, everything stored strictly`, figure: inMs(own) });
  for (const peer of ['rxdb', 'pouchdb'] as const) {
    const ms = median(peers[peer]);
    report({
      id: 'P1',
      what: `first pull of the same ${many} by ${names[peer]}, stored relaxed`,
      figure: inMs(ms),
      ratio: `the product is ${(ms / own).toFixed(1)} × as fast`,
      goal: '≥ 7 ×',
      met: ms / own >= 7,
    });
  }
}
