import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ok } from '#shared/domain/result.ts';
import { reserveTicketNumber } from '../../renderer/data/store/ticket-numbers.ts';
import { savedOrFailed } from '../../renderer/features/forms/plan.ts';
import { testOpd } from '../support/desk-in-memory.ts';
import { openDesk, register, serverRows, sync, visibleRows } from './support/scene.ts';
import { TestServer } from './support/test-server.ts';

let server: TestServer;
let people = 0;
/** A new operator per test, so that tests share the server but no device. */
async function newOperator(): Promise<string> {
  people += 1;
  return (await server.addUser(`operator-${people}`, 'operator')).username;
}
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

describe('outbox', () => {
  it('OUT-1 a mutation is in the outbox and in the rows together, then reaches the server', async () => {
    const { desk, local, engine } = await openDesk(server, await newOperator());
    const id = await register(desk);
    expect((await desk.ticket(id))?.state).toBe('new');
    expect(await local.db.outbox.toArray()).toMatchObject([
      { id: 1, name: 'ticket.register', aggregate: id },
    ]);
    expect(desk.sync.status().pending).toBe(1);
    expect(await desk.pendingCount(id)).toBe(1);
    await sync({ engine });
    expect(await local.db.outbox.count()).toBe(0);
    expect(await desk.pendingCount(id)).toBe(0);
    expect(desk.sync.status()).toMatchObject({ pending: 0, phase: 'idle', online: true, problem: null });
    const journal = await desk.journal(id);
    expect(journal.map((entry) => [entry.type, entry.receivedAt])).toEqual([['registered', server.now]]);
  });

  it('OUT-1 F2 a crash at any write leaves neither rows nor entry', async () => {
    const { desk, local } = await openDesk(server, await newOperator());
    const id = await register(desk);
    const before = await visibleRows(local);
    // Dexie's hooks run inside the transaction: throwing there breaks it off at that very write.
    for (const table of ['rows', 'shadow', 'outbox', 'meta'] as const) {
      const crash = () => {
        throw new Error('power cut');
      };
      const victim = local.db.table(table);
      victim.hook('creating', crash);
      victim.hook('updating', crash);
      const { mutateLocally } = await import('../../renderer/data/local/mutate.ts');
      const done = await mutateLocally(local, 'ticket.note', { id, text: `catatan ${table}` });
      victim.hook('creating').unsubscribe(crash);
      victim.hook('updating').unsubscribe(crash);
      expect(done, table).toMatchObject({ ok: false, error: { kind: 'storage' } });
      expect(await visibleRows(local), table).toEqual(before);
      expect(await local.db.outbox.count(), table).toBe(1);
      expect(await local.db.shadow.count(), table).toBe(2);
    }
    const after = await desk.mutate('ticket.note', { id, text: 'sesudahnya' });
    expect(after).toMatchObject({ ok: true, value: { mutationId: 2 } });
  });

  it('OUT-2 a refused mutation and a closed database change nothing', async () => {
    const { desk, local } = await openDesk(server, await newOperator());
    const id = await register(desk);
    const before = await visibleRows(local);
    const refused = await desk.mutate('ticket.close', { id, note: '' });
    expect(refused).toMatchObject({
      ok: false,
      error: { kind: 'refused', refusal: { code: 'illegal_move' } },
    });
    const unreadable = await desk.mutate('ticket.note', { id, text: '\u0000' });
    expect(unreadable).toMatchObject({ ok: false, error: { refusal: { code: 'invalid_arguments' } } });
    expect(await visibleRows(local)).toEqual(before);
    expect(await local.db.outbox.count()).toBe(1);
    await desk.close();
    expect(await desk.mutate('ticket.note', { id, text: 'terlambat' })).toMatchObject({
      ok: false,
      error: { kind: 'storage', cause: 'closed' },
    });
    expect(await local.db.outbox.count()).toBe(1);
  });

  it('OUT-2 F3 F4 a full disk is told as such and leaves everything as it was', async () => {
    const { desk, local } = await openDesk(server, await newOperator());
    const id = await register(desk);
    const { mutateLocally } = await import('../../renderer/data/local/mutate.ts');
    const full = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    local.db.outbox.hook('creating', full);
    const done = await mutateLocally(local, 'ticket.note', { id, text: 'penuh' });
    local.db.outbox.hook('creating').unsubscribe(full);
    expect(done).toMatchObject({ ok: false, error: { kind: 'storage', cause: 'quota' } });
    expect(await desk.journal(id)).toHaveLength(1);
  });

  it('F3 a full disk is told by the form also where it shows first while the ticket number is taken', async () => {
    const { local } = await openDesk(server, await newOperator());
    const full = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    local.db.counters.hook('creating', full);
    const saved = await savedOrFailed(async () =>
      ok(await reserveTicketNumber(local.db, 'B7', { kind: 'incident', opd: 'DINKES', month: '2611' })),
    );
    local.db.counters.hook('creating').unsubscribe(full);
    expect(saved).toMatchObject({ error: { failure: { kind: 'storage', cause: 'quota' }, done: 0 } });
  });

  it('OUT-3 F11 two windows at once: numbers without gap or repeat, and both see everything', async () => {
    const { desk, local, profile, engine } = await openDesk(server, await newOperator());
    const other = await profile.openWindow();
    const id = await register(desk);
    const texts = Array.from({ length: 20 }, (_, at) => `catatan ${at}`);
    const done = await Promise.all(
      texts.map((text, at) => (at % 2 === 0 ? desk : other).mutate('ticket.note', { id, text })),
    );
    const ids = done.map((result) => (result.ok ? result.value.mutationId : 0)).sort((a, b) => a - b);
    expect(ids).toEqual(texts.map((_, at) => at + 2));
    expect((await other.journal(id)).map((entry) => entry.text).sort()).toEqual(['', ...texts].sort());
    await sync({ engine });
    expect(await visibleRows(local)).toEqual(await serverRows(server, ['DINKES']));
  });

  it('OUT-4 F16 after a lost answer the same bytes go again, and take effect once', async () => {
    const { desk, profile, engine, local } = await openDesk(server, await newOperator());
    const id = await register(desk);
    await desk.mutate('ticket.note', { id, text: 'sekali saja' });
    let lost = 0;
    profile.faults = {
      after(path, response) {
        if (path !== '/api/v1/push' || lost === 3) return response;
        lost += 1;
        throw new TypeError('answer lost');
      },
    };
    for (let attempt = 0; attempt < 3; attempt += 1) {
      expect(await engine.exchange()).toEqual({ kind: 'offline' });
      expect(await local.db.outbox.count()).toBe(2);
      server.pass(1000);
    }
    await sync({ engine });
    const pushes = profile.requests.filter(({ path }) => path === '/api/v1/push').map(({ body }) => body);
    expect(pushes).toHaveLength(4);
    for (const push of pushes) expect(push).toEqual(pushes[0]);
    expect((await desk.journal(id)).map((entry) => entry.text)).toEqual(['', 'sekali saja']);
    expect(await local.db.outbox.count()).toBe(0);
  });

  it('OUT-5 ticket numbers of two windows never meet', async () => {
    const { desk, profile } = await openDesk(server, await newOperator());
    const other = await profile.openWindow();
    const numbers = await Promise.all(
      Array.from({ length: 30 }, (_, at) =>
        (at % 3 === 0 ? other : desk).nextTicketNumber('incident', 'DINKES'),
      ),
    );
    expect(new Set(numbers).size).toBe(30);
    expect(numbers.every((number) => number.startsWith(`INS-DINKES-2611-${desk.device.code}-`))).toBe(true);
    const first = await register(desk, { number: numbers[0] });
    expect((await desk.ticket(first))?.number).toBe(numbers[0]);
    const id = desk.newId();
    const again = await other.mutate('ticket.register', {
      ...(await import('../support/desk-in-memory.ts')).registration({ id, number: numbers[0] }),
    } as never);
    expect(again).toMatchObject({ ok: false, error: { refusal: { code: 'number_taken' } } });
  });

  it('OUT-5 the month in a number is the one of its office', async () => {
    // 30 November, 23:30 WIB, is 1 December, 00:30 WITA.
    const late = Date.UTC(2026, 10, 30, 16, 30);
    const opd = { ...testOpd('DISPOLMAN'), policy: 'polewali' };
    await server.write([{ kind: 'opd', id: opd.code, doc: opd }]);
    const { desk } = await openDesk(server, await newOperator());
    server.pass(late - server.now);
    expect(await desk.nextTicketNumber('incident', 'DINKES')).toMatch(/^INS-DINKES-2611-..-0001$/);
    expect(await desk.nextTicketNumber('incident', 'DISPOLMAN')).toMatch(/^INS-DISPOLMAN-2612-..-0001$/);
  });

  it('OUT-7 batches of at most 500 and below 1 MiB, in order', async () => {
    const { desk, profile, engine } = await openDesk(server, await newOperator());
    const id = await register(desk);
    for (let at = 0; at < 530; at += 1) await desk.mutate('ticket.note', { id, text: `pendek ${at}` });
    const long = 'panjang '.repeat(2_400);
    for (let at = 0; at < 60; at += 1) await desk.mutate('ticket.note', { id, text: `${at} ${long}` });
    await sync({ engine });
    const pushes = profile.requests
      .filter(({ path }) => path === '/api/v1/push')
      .map(({ body }) => body as { readonly mutations: readonly { readonly id: number }[] });
    expect(pushes.flatMap(({ mutations }) => mutations.map((m) => m.id))).toEqual(
      Array.from({ length: 591 }, (_, at) => at + 1),
    );
    expect(pushes.map(({ mutations }) => mutations.length)).toHaveLength(3);
    for (const push of pushes) {
      expect(push.mutations.length).toBeLessThanOrEqual(500);
      expect(new TextEncoder().encode(JSON.stringify(push)).length).toBeLessThan(1_048_576);
    }
  });

  it('OUT-8 F18 a device that believes too much was confirmed goes back to what the server expects', async () => {
    const { desk, engine, local } = await openDesk(server, await newOperator());
    const id = await register(desk);
    await desk.mutate('ticket.note', { id, text: 'satu' });
    await desk.mutate('ticket.note', { id, text: 'dua' });
    await local.db.meta.put({ key: 'sequence', value: { next: 4, pushed: 2, acknowledged: 0 } });
    await sync({ engine });
    expect((await desk.journal(id)).map((entry) => entry.text)).toEqual(['', 'satu', 'dua']);
    expect(await local.db.outbox.count()).toBe(0);
  });

  it('OUT-8 what stands behind a gap that cannot be closed is numbered anew and sent, and nothing is thrown away', async () => {
    const { desk, engine, local } = await openDesk(server, await newOperator());
    const id = await register(desk);
    await desk.mutate('ticket.note', { id, text: 'satu' });
    await local.db.outbox.delete(1);
    expect(await engine.exchange()).toEqual({ kind: 'done' });
    expect(await local.db.outbox.count()).toBe(0);
    // The registration was lost with its record; the note finds no ticket and waits for its author's decision.
    const items = await local.db.review.toArray();
    expect(items).toMatchObject([
      { refusal: { code: 'ticket_not_found' }, mutation: { args: { text: 'satu' } } },
    ]);
  });

  it('OUT-8 F27 a hole among unsent numbers passes over none of them, though the server has others there', async () => {
    const { desk, engine, local } = await openDesk(server, await newOperator());
    const id = await register(desk);
    await desk.mutate('ticket.note', { id, text: 'dua' });
    await desk.mutate('ticket.note', { id, text: 'tiga' });
    await sync({ engine });
    // A copy of this profile sent 2 and 3; this one knows only 1, and has given 3 and 4 to work of its own.
    await desk.mutate('ticket.note', { id, text: 'milik sendiri' });
    await desk.mutate('ticket.note', { id, text: 'lagi' });
    const { db } = local;
    const [first] = await db.sent.toArray();
    const [own, again] = await db.outbox.orderBy('id').toArray();
    if (first === undefined || own === undefined || again === undefined) throw new Error('not as prepared');
    const { acknowledgedAt: _at, ...registration } = first;
    await db.sent.clear();
    await db.outbox.clear();
    await db.outbox.bulkAdd([registration, { ...own, id: 3 }, { ...again, id: 4 }]);
    await db.meta.put({ key: 'sequence', value: { next: 5, pushed: 0, acknowledged: 0 } });
    await sync({ engine });
    const texts = (await desk.journal(id)).map((entry) => entry.text);
    expect(texts).toEqual(['', 'dua', 'tiga', 'milik sendiri', 'lagi']);
    expect(await db.outbox.count()).toBe(0);
  });

  it.each([
    [
      'a captive portal',
      () => new Response('<html>login</html>', { headers: { 'content-type': 'text/html' } }),
    ],
    ['other JSON', () => Response.json({ hello: 'world' })],
    [
      'half a body',
      () => new Response('{"lastMutationId":', { headers: { 'content-type': 'application/json' } }),
    ],
    ['an error page', () => new Response('Bad Gateway', { status: 502 })],
  ])('OUT-9 %s counts as no answer', async (_, answer) => {
    const { desk, profile, engine, local } = await openDesk(server, await newOperator());
    await register(desk);
    const before = await visibleRows(local);
    profile.faults = { after: () => answer() };
    expect(await engine.exchange()).toEqual({ kind: 'offline' });
    expect(await visibleRows(local)).toEqual(before);
    expect(await local.db.outbox.count()).toBe(1);
    expect(desk.sync.status()).toMatchObject({ phase: 'offline', online: false, pending: 1 });
    profile.faults = {};
    await sync({ engine });
    expect(await local.db.outbox.count()).toBe(0);
  });
});
