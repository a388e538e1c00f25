import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { runCli, type ServerStore } from './server-process.ts';

/** Fills a new server with the demo's data. A data folder is a copy of one that is made once in the whole run. */
export function fillWithDemo(store: ServerStore, tickets = 600): void {
  const made = process.env.TANGGAP_TEST_DEMOS;
  if (made === undefined || !('data' in store)) {
    runCli(store, ['demo', '--tickets', String(tickets)]);
    return;
  }
  const first = join(made, String(tickets));
  if (!existsSync(first)) runCli({ data: first }, ['demo', '--tickets', String(tickets)]);
  cpSync(first, store.data, { recursive: true });
}
