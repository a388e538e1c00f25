import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mutations } from '#shared/mutations/registry.ts';
import type { DeskStore } from '../../renderer/data/contract.ts';
import type { Doc, OutboxRecord, PackRecord, RowRecord } from '../../renderer/data/db/database.ts';
import { verifyChains } from '../../server/store/verify.ts';
import { listRow } from '../client/support/publishing.ts';
import { serverRows, sync, visibleRows } from '../client/support/scene.ts';
import { TestProfile } from '../client/support/test-profile.ts';
import { password, TestServer } from '../client/support/test-server.ts';
import { type DatabaseCopy, putBack } from './support/browser-copy.ts';
import { putTables, type TableCopy } from './support/server-copy.ts';

const here = import.meta.dirname;
const folders = readdirSync(here).filter((name) => name.startsWith('schema-'));
const day = 86_400_000;

function thaw<T>(folder: string, file: string): T {
  return JSON.parse(gunzipSync(readFileSync(join(here, folder, file))).toString()) as T;
}

/** What lay in a store of a person's database. */
function recordsOf<T>(copies: readonly DatabaseCopy[], person: string, store: string): readonly T[] {
  const copy = copies.find(({ name }) => name === `tanggap-${person}`);
  return (copy?.stores.find(({ name }) => name === store)?.records ?? []) as readonly T[];
}

/** Rows that were damaged on purpose, in every frozen database. */
function isDamaged(key: string, doc: Doc | null): boolean {
  return (
    doc === null ||
    /\|(rusak|kosong|hantu)/.test(key) ||
    (key.startsWith('ticket|') && !Array.isArray(doc.timeline))
  );
}

/** Every row a database held, changed over packed, by key; the damaged ones apart. */
function rowsOf(copies: readonly DatabaseCopy[], person: string) {
  const rows = new Map<string, Doc | null>();
  for (const { key, docs } of recordsOf<PackRecord>(copies, person, 'packs')) {
    for (const doc of docs) rows.set(`${key.slice(0, key.indexOf('|'))}|${String(doc.id)}`, doc);
  }
  for (const row of recordsOf<RowRecord>(copies, person, 'rows')) {
    if ('doc' in row) rows.set(row.key, row.doc);
    else rows.delete(row.key);
  }
  const sound = [...rows].filter(([key, doc]) => !isDamaged(key, doc));
  return {
    sound: new Map(sound),
    damaged: [...rows.keys()].filter((key) => !sound.some(([k]) => k === key)),
  };
}

describe.each(folders)('a profile and its server as %s left them', (folder) => {
  const copies = thaw<readonly DatabaseCopy[]>(folder, 'client.json.gz');
  const frozen = thaw<{ readonly now: number; readonly tables: TableCopy }>(folder, 'server.json.gz');
  let server: TestServer;
  let profile: TestProfile;
  beforeAll(async () => {
    server = await TestServer.start();
    await putTables(server, frozen.tables);
    server.pass(frozen.now + day - server.now);
    profile = new TestProfile(server);
    await putBack(profile.factory.indexedDB, copies);
  });
  afterAll(() => server.stop());

  const unlock = async (person: string): Promise<DeskStore> => {
    profile.isOnline = false;
    const entered = await profile.session().signIn(person, password);
    profile.isOnline = true;
    if (!entered.ok) throw new Error(entered.error);
    return entered.value;
  };

  it('F37 the thousand unsent mutations are of every kind that version knew', () => {
    const names = new Set(recordsOf<OutboxRecord>(copies, 'seribu', 'outbox').map(({ name }) => name));
    for (const name of names) expect(Object.keys(mutations)).toContain(name);
    expect(names.size).toBeGreaterThanOrEqual(19);
  });

  it.each([
    ['nol', 0],
    ['satu', 1],
    ['seribu', 1_000],
  ])(
    'MIG-1 F9 F37 of %s, %i unsent: all is read, nothing of the outbox changes, damaged rows stand aside, and all is sent',
    async (person, count) => {
      const desk = await unlock(person);
      const { sound, damaged } = rowsOf(copies, person);
      expect(damaged.length).toBeGreaterThan(4);

      // Offline, on the present code: what was there is there.
      const tickets = [...sound.keys()].filter((key) => key.startsWith('ticket|'));
      expect(tickets.length).toBeGreaterThan(3);
      for (const key of tickets) {
        const id = key.slice('ticket|'.length);
        expect((await desk.ticket(id))?.number, key).toBe(sound.get(key)?.number);
        const entries = [...sound.keys()].filter((other) => other.startsWith(`journal|${id}/`));
        expect((await desk.journal(id)).length, key).toBe(entries.length);
      }
      await expect.poll(() => listRow(desk, tickets[0]?.slice('ticket|'.length) ?? '')).toBeDefined();
      for (const key of damaged.filter((damage) => damage.startsWith('ticket|')))
        expect(await desk.ticket(key.slice('ticket|'.length)), key).toBeUndefined();
      expect(desk.reference.user('hantu')).toBeUndefined();
      expect(desk.review.items()).toMatchObject([
        { type: 'refused', mutation: { name: 'ticket.resolve', args: { solution: 'jawaban yang ditolak' } } },
      ]);
      const drafts = recordsOf<{ readonly key: string; readonly value: unknown }>(copies, person, 'drafts');
      for (const { key, value } of drafts) expect(await desk.drafts.load(key)).toEqual(value);
      expect(desk.sync.status().pending).toBe(count);

      // The outbox is the one of then, word for word, and the server takes every word of it.
      const worker = await profile.worker(person);
      const entries = recordsOf<OutboxRecord>(copies, person, 'outbox');
      expect(entries).toHaveLength(count);
      expect(await worker.store.db.outbox.toArray()).toEqual(entries);
      await sync(worker);
      expect(await worker.store.db.outbox.count()).toBe(0);
      expect(desk.review.items()).toHaveLength(1);
      const taken = await server.db
        .selectFrom('mutation')
        .select(['mutation_id', 'name', 'outcome'])
        .where('device_id', '=', desk.device.id)
        .orderBy('mutation_id')
        .execute();
      expect(taken.slice(taken.length - count).map(({ mutation_id, name }) => [mutation_id, name])).toEqual(
        entries.map(({ id, name }) => [id, name]),
      );
      expect(taken.slice(taken.length - count).filter(({ outcome }) => outcome !== null)).toEqual([]);
      const shown = await visibleRows(worker.store);
      for (const key of damaged) delete shown[key];
      const wanted = await serverRows(server, ['DINKES']);
      for (const key of damaged) delete wanted[key];
      expect(shown).toEqual(wanted);
      await desk.close();
    },
  );

  it('F9 the audit chain of then goes on without a break', async () => {
    expect((await verifyChains(server.db)).faults).toEqual([]);
  });
});
