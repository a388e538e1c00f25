import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pushRequestSchema } from '#shared/sync/protocol.ts';
import type { TicketQuery } from '../../renderer/data/contract.ts';
import { FileApi } from '../../renderer/data/files/file-api.ts';
import { changedTicketRows } from '../../renderer/data/index/changed-rows.ts';
import { DeskIndex } from '../../renderer/data/index/desk-index.ts';
import { IndexFeed } from '../../renderer/data/index/index-feed.ts';
import { ServerApi } from '../../renderer/data/sync/api.ts';
import type { Desk } from './support/scene.ts';
import { openDesk, register, serverRows, sync, visibleRows } from './support/scene.ts';
import { TestServer } from './support/test-server.ts';

let server: TestServer;
let people = 0;
async function newDesk(pageSize?: number): Promise<Desk> {
  people += 1;
  const { username } = await server.addUser(`orang-${people}`, 'operator');
  return openDesk(server, username, pageSize === undefined ? {} : { pageSize });
}
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

const allTickets: TicketQuery = {
  saved: 'all',
  text: '',
  states: [],
  categories: [],
  priorities: [],
  opds: [],
  kinds: [],
  assignee: null,
  sort: { column: 'number', descending: false },
};

/** Exchanges until one gets through; how many it took. */
async function attempts({ engine }: Desk): Promise<number> {
  for (let count = 1; count <= 12; count += 1) {
    const end = await engine.exchange();
    if (end.kind === 'done') return count;
    expect(end.kind).toBe('offline');
  }
  throw new Error('it never gets through');
}

describe('A slow line', () => {
  it('OUT-12 F39 an answer too long for the line is asked for in smaller pages, until they get through', async () => {
    const a = await newDesk();
    const b = await newDesk();
    for (let at = 0; at < 80; at += 1) await register(b.desk);
    await sync(b);
    const lengths: number[] = [];
    a.profile.faults = {
      async after(path, response) {
        if (path !== '/api/v1/pull') return response;
        const { length } = await response.clone().text();
        lengths.push(length);
        // What takes longer than a request may is given up by the device.
        if (length > 120_000) throw new TypeError('timed out');
        return response;
      },
    };
    expect(await attempts(a)).toBeGreaterThan(1);
    expect(Math.max(...lengths)).toBeGreaterThan(120_000);
    expect(await visibleRows(a.local)).toEqual(await serverRows(server, ['DINKES']));
  });

  it('OUT-12 F39 a push too long for the line is sent in smaller batches, exactly once', async () => {
    const a = await newDesk();
    const id = await register(a.desk);
    for (let at = 0; at < 60; at += 1) await a.desk.mutate('ticket.note', { id, text: `Catatan ${at}.` });
    const sizes: number[] = [];
    a.profile.faults = {
      after(path, response) {
        if (path !== '/api/v1/push') return response;
        const { body } = a.profile.requests.at(-1) ?? {};
        sizes.push(pushRequestSchema.parse(body).mutations.length);
        if ((sizes.at(-1) ?? 0) > 20) throw new TypeError('timed out');
        return response;
      },
    };
    expect(await attempts(a)).toBeGreaterThan(1);
    expect(sizes[0]).toBe(61);
    const notes = Object.keys(await serverRows(server, ['DINKES'])).filter((key) =>
      key.startsWith(`journal|${id}/`),
    );
    expect(notes).toHaveLength(61);
    expect(await visibleRows(a.local)).toEqual(await serverRows(server, ['DINKES']));
  });

  it('OUT-12 F39 work made while the pages of a long pull come is sent between them, not behind the last', async () => {
    const a = await newDesk(1);
    const b = await newDesk();
    for (let at = 0; at < 4; at += 1) await register(b.desk);
    await sync(b);
    const asked: string[] = [];
    let isMade = false;
    a.profile.faults = {
      async after(path, response) {
        asked.push(path);
        if (path === '/api/v1/pull' && !isMade) {
          isMade = true;
          await register(a.desk);
        }
        return response;
      },
    };
    await sync(a);
    const pushed = asked.lastIndexOf('/api/v1/push');
    expect(pushed).toBeGreaterThan(asked.indexOf('/api/v1/pull'));
    expect(asked.slice(pushed).filter((path) => path === '/api/v1/pull').length).toBeGreaterThan(2);
    expect(await a.local.db.outbox.count()).toBe(0);
    expect(await visibleRows(a.local)).toEqual(await serverRows(server, ['DINKES']));
  });

  it('F39 the list takes in very many changed rows piece by piece, newest first, and keeps what this window wrote meanwhile', async () => {
    const { desk, local } = await newDesk();
    const id = await register(desk);
    const original = (await local.db.rows.get(`ticket|${id}`)) as { readonly doc: Record<string, unknown> };
    const ids = Array.from(
      { length: 600 },
      (_, at) => `00000000-0000-7000-8000-${String(at).padStart(12, '0')}`,
    );
    const copy = (one: string, title: string) => ({ ...original.doc, id: one, number: `INS-${one}`, title });
    await local.db.rows.bulkPut(ids.map((one) => ({ key: `ticket|${one}`, doc: copy(one, 'lama') })));

    const pieces: number[] = [];
    const keys: string[] = [];
    for await (const rows of changedTicketRows(local.db)) {
      pieces.push(rows.length);
      keys.push(rows[0]?.key ?? '');
    }
    expect(Math.max(...pieces)).toBeLessThanOrEqual(250);
    expect(pieces.reduce((sum, count) => sum + count)).toBe(601);
    expect(keys).toEqual([...keys].sort().reverse());

    const { db, view, shelf } = local;
    const index = new DeskIndex({ me: local.userId, policies: shelf.find, nameOf: (one) => one }, server.now);
    const wait = async () => undefined;
    let elapsed = 0;
    let pauses = 0;
    const written = ids[400] ?? '';
    const feed: IndexFeed = new IndexFeed({
      db,
      view,
      shelf,
      index,
      sleep: wait,
      monotonicNow: () => (elapsed += 10),
      async pause() {
        pauses += 1;
        // Its older row has been read, and waits for its turn.
        if (pauses === 1) feed.wrote(`ticket|${written}`, copy(written, 'baru'));
      },
    });
    await feed.load();
    expect(pauses).toBeGreaterThan(10);
    const rows = Array.from(index.query(allTickets), (slot) => index.row(slot));
    expect(rows.filter(({ title }) => title === 'lama')).toHaveLength(599);
    expect(rows.filter(({ title }) => title === 'baru').map((row) => row.id)).toEqual([written]);
  });

  it('F41 F20 an answer that never begins is given up, so that the exchange goes on trying', async () => {
    const { profile } = await newDesk();
    const given: (AbortSignal | null | undefined)[] = [];
    const ports = {
      ...profile.environment,
      // A proxy took the request, and keeps it.
      fetch: (_path: string, init: RequestInit) => {
        given.push(init.signal);
        return new Promise<Response>(() => undefined);
      },
      sleep: async () => undefined,
    };
    const api = new ServerApi(ports);
    const files = new FileApi(ports);
    const { signal } = new AbortController();
    const ends = [
      await api.snapshot({ after: null }, 't'),
      await api.older({ since: 0, wanted: { text: 'x' }, after: null }, 't'),
      await api.events('t', signal),
      await files.content({ sha256: 'x', attachmentId: 'y' }, 0, 't', signal),
    ];
    for (const end of ends) expect(end).toEqual({ ok: false, error: { kind: 'offline' } });
    expect(given.map((each) => each?.aborted)).toEqual([true, true, true, true]);
    expect(signal.aborted).toBe(false);
  });
});
