import { aggregateOf } from '#shared/sync/rows.ts';
import type { DeskStore } from '../../../renderer/data/contract.ts';
import { idOfKey } from '../../../renderer/data/db/database.ts';
import type { DeskIndex } from '../../../renderer/data/index/desk-index.ts';
import type { LocalStore } from '../../../renderer/data/local/mutate.ts';
import type { SyncEngine } from '../../../renderer/data/sync/engine.ts';
import { registration } from '../../support/desk-in-memory.ts';
import { TestProfile } from './test-profile.ts';
import type { TestServer } from './test-server.ts';

/** A user at work on a profile: the window's store, and what the worker has. */
export interface Desk {
  readonly profile: TestProfile;
  readonly desk: DeskStore;
  readonly engine: SyncEngine;
  readonly local: LocalStore;
}

/** Signs a user in on a profile and pulls for the first time. */
export async function openDesk(
  server: TestServer,
  username: string,
  more: { readonly profile?: TestProfile; readonly pageSize?: number } = {},
): Promise<Desk> {
  const profile = more.profile ?? new TestProfile(server);
  const desk = await profile.signIn(username);
  const { engine, store } = await profile.worker(username, more.pageSize);
  await sync({ engine });
  return { profile, desk, engine, local: store };
}

/** One exchange that must go well. */
export async function sync({ engine }: Pick<Desk, 'engine'>): Promise<void> {
  const end = await engine.exchange();
  if (end.kind !== 'done') throw new Error(`exchange ended with ${JSON.stringify(end)}`);
}

/** Registers a ticket and returns its id. */
export async function register(desk: DeskStore, change: Record<string, unknown> = {}): Promise<string> {
  const id = desk.newId();
  const number = await desk.nextTicketNumber('incident', (change.opd as string | undefined) ?? 'DINKES');
  const args = registration({ id, number, reportedAt: desk.now() - 60_000, ...change });
  const done = await desk.mutate('ticket.register', args as never);
  if (!done.ok) throw new Error(`not registered: ${JSON.stringify(done.error)}`);
  return id;
}

/** Ids of the tickets in the list of a window, whatever its filter. */
export function listedIds({ index }: DeskStore): readonly string[] {
  return [...(index as DeskIndex).ids()];
}

/** The rows of one ticket among all. */
export function rowsOfTicket(rows: Readonly<Record<string, unknown>>, ticketId: string): readonly unknown[] {
  return Object.entries(rows).filter(([key]) => aggregateOf(idOfKey(key)) === ticketId);
}

/** Everything a device shows: all rows by key, changed over packed. */
export async function visibleRows(local: LocalStore): Promise<Record<string, unknown>> {
  const { db } = local;
  const rows: Record<string, unknown> = {};
  for (const pack of await db.packs.toArray()) {
    const kind = pack.key.slice(0, pack.key.indexOf('|'));
    for (const [at, doc] of pack.docs.entries()) rows[`${pack.kinds?.[at] ?? kind}|${String(doc.id)}`] = doc;
  }
  for (const row of await db.rows.toArray()) {
    if ('doc' in row) rows[row.key] = row.doc;
    else delete rows[row.key];
  }
  return Object.fromEntries(Object.entries(rows).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Everything the server has for readers of these offices, in the same form. */
export async function serverRows(
  server: TestServer,
  offices: readonly string[] = ['DINKES', 'DINSOS'],
): Promise<Record<string, unknown>> {
  const stored = await server.db
    .selectFrom('stored_row')
    .select(['kind', 'id', 'doc', 'space', 'deleted'])
    .execute();
  const wanted = stored.filter(
    ({ space, deleted }) => !deleted && (space === 'ref' || offices.some((opd) => space === `opd:${opd}`)),
  );
  return Object.fromEntries(
    wanted.map(({ kind, id, doc }) => [`${kind}|${id}`, doc] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
