import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDesk, register, serverRows, sync, visibleRows } from './support/scene.ts';
import { TestServer } from './support/test-server.ts';

let server: TestServer;
let people = 0;
async function newPerson(): Promise<string> {
  people += 1;
  return (await server.addUser(`orang-${people}`, 'supervisor')).username;
}
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

/** Two desks that both have the same ticket. */
async function twoDesks() {
  const a = await openDesk(server, await newPerson());
  const b = await openDesk(server, await newPerson());
  const id = await register(a.desk);
  await sync(a);
  await sync(b);
  return { a, b, id };
}

describe('rebase', () => {
  it('REB-1 F32 different fields merge; the pending edit stays visible over pulled rows', async () => {
    const { a, b, id } = await twoDesks();
    await a.desk.mutate('ticket.edit', {
      id,
      changes: [{ field: 'clientPhone', from: '0351-000', to: '0812' }],
    });
    const from = 'Internet mati di ruang farmasi';
    await b.desk.mutate('ticket.edit', {
      id,
      changes: [{ field: 'title', from, to: 'Internet mati di apotek' }],
    });
    await sync(b);
    let during: unknown;
    a.profile.faults = {
      before(path) {
        if (path === '/api/v1/push') throw new TypeError('cut');
      },
    };
    expect(await a.engine.exchange()).toEqual({ kind: 'offline' });
    a.profile.faults = {
      async after(path, response) {
        if (path === '/api/v1/pull') during = await a.desk.ticket(id);
        return response;
      },
    };
    await sync(a);
    expect(during).toMatchObject({ client: { phone: '0812' } });
    expect(await a.desk.ticket(id)).toMatchObject({
      title: 'Internet mati di apotek',
      client: { phone: '0812' },
    });
    await sync(b);
    expect(await visibleRows(a.local)).toEqual(await visibleRows(b.local));
  });

  it('REB-2 a pending move that newer rows forbid has no effect, waits, and is refused by the server', async () => {
    const { a, b, id } = await twoDesks();
    await b.desk.mutate('ticket.cancel', { id, reason: 'salah lapor' });
    await sync(b);
    await a.desk.mutate('ticket.move', { id, to: 'in_progress', reason: '' });
    await a.desk.mutate('ticket.note', { id, text: 'catatan sesudahnya' });
    expect((await a.desk.ticket(id))?.state).toBe('in_progress');
    await sync(a);
    expect((await a.desk.ticket(id))?.state).toBe('cancelled');
    expect((await a.desk.journal(id)).map((entry) => entry.text)).toContain('catatan sesudahnya');
    expect(a.desk.review.items()).toMatchObject([
      { type: 'refused', ticketId: id, refusal: { code: 'illegal_move' }, mutation: { name: 'ticket.move' } },
    ]);
    expect(a.desk.sync.status().toReview).toBe(1);
  });

  it('REB-4 when nothing is pending no shadow is left, and rows equal the server', async () => {
    const { a, b, id } = await twoDesks();
    await a.desk.mutate('ticket.move', { id, to: 'in_progress', reason: '' });
    await b.desk.mutate('ticket.reply', { id, text: 'Sedang kami periksa.' });
    expect(await a.local.db.shadow.count()).toBe(2);
    await sync(a);
    await sync(b);
    await sync(a);
    for (const { local } of [a, b]) {
      expect(await local.db.shadow.count()).toBe(0);
      expect(await visibleRows(local)).toEqual(await serverRows(server, ['DINKES']));
    }
  });

  it('REV-1 a refusal in the middle: those behind it go on, and it stands in the list once with its words', async () => {
    const { a, b, id } = await twoDesks();
    await b.desk.mutate('ticket.cancel', { id, reason: 'salah lapor' });
    await sync(b);
    await a.desk.mutate('ticket.resolve', { id, solution: 'Kabel diganti dengan yang baru.', cause: '' });
    const other = await register(a.desk);
    await sync(a);
    await sync(a);
    expect(a.desk.review.items()).toHaveLength(1);
    const [item] = a.desk.review.items();
    expect(item).toMatchObject({ mutation: { args: { solution: 'Kabel diganti dengan yang baru.' } } });
    expect(
      (await server.db.selectFrom('stored_row').select('id').where('id', '=', other).execute()).length,
    ).toBe(1);
  });

  it('REV-2 my value overwritten by another: told once, also after another pull, and not again after discarding', async () => {
    const { a, b, id } = await twoDesks();
    const from = 'Internet mati di ruang farmasi';
    await a.desk.mutate('ticket.edit', { id, changes: [{ field: 'title', from, to: 'Judul dari A' }] });
    await b.desk.mutate('ticket.edit', { id, changes: [{ field: 'title', from, to: 'Judul dari B' }] });
    await sync(a);
    await sync(b);
    expect(b.desk.review.items()).toEqual([]);
    await sync(a);
    const [item] = a.desk.review.items();
    expect(item).toMatchObject({
      type: 'overwritten',
      ticketId: id,
      overwritten: { field: 'title', mine: 'Judul dari A', theirs: 'Judul dari B', byName: b.desk.me.name },
    });
    expect(item?.ticketNumber).toBe((await a.desk.ticket(id))?.number);
    await a.desk.review.discard(item?.id ?? '');
    await b.desk.mutate('ticket.note', { id, text: 'lagi' });
    await sync(b);
    await sync(a);
    expect(a.desk.review.items()).toEqual([]);
  });

  it('REV-3 sending again and keeping as a note take the item out in the same commit', async () => {
    const { a, b, id } = await twoDesks();
    const from = 'Internet mati di ruang farmasi';
    await a.desk.mutate('ticket.edit', { id, changes: [{ field: 'title', from, to: 'Judul dari A' }] });
    await b.desk.mutate('ticket.edit', { id, changes: [{ field: 'title', from, to: 'Judul dari B' }] });
    await sync(a);
    await sync(b);
    await sync(a);
    const [item] = a.desk.review.items();
    expect(await a.desk.review.resend(item?.id ?? '')).toEqual({ ok: true, value: undefined });
    expect(a.desk.review.items()).toEqual([]);
    expect((await a.desk.ticket(id))?.title).toBe('Judul dari A');
    await b.desk.mutate('ticket.cancel', { id, reason: 'salah lapor' });
    await sync(a);
    await a.desk.mutate('ticket.resolve', { id, solution: 'Sudah pulih.', cause: '' });
    await sync(b);
    await sync(a);
    const [refused] = a.desk.review.items();
    expect(refused).toMatchObject({ type: 'refused', refusal: { code: 'ticket_finished' } });
    // Sending the same again is refused here already, and the item stays.
    expect(await a.desk.review.resend(refused?.id ?? '')).toMatchObject({ ok: false });
    expect(a.desk.review.items()).toHaveLength(1);
    expect(await a.desk.review.keepAsNote(refused?.id ?? '')).toEqual({ ok: true, value: undefined });
    expect(a.desk.review.items()).toEqual([]);
    expect((await a.desk.journal(id)).at(-1)?.text).toContain('Sudah pulih.');
  });

  it('REV-3 a decision pressed twice is carried out once, also in two windows', async () => {
    const { a, b, id } = await twoDesks();
    const from = 'Internet mati di ruang farmasi';
    await a.desk.mutate('ticket.edit', { id, changes: [{ field: 'title', from, to: 'Judul dari A' }] });
    await b.desk.mutate('ticket.edit', { id, changes: [{ field: 'title', from, to: 'Judul dari B' }] });
    await sync(a);
    await sync(b);
    await sync(a);
    const other = await a.profile.openWindow();
    const [item] = a.desk.review.items();
    const decide = () => [a.desk, other].map(({ review }) => review.keepAsNote(item?.id ?? ''));
    await Promise.all([...decide(), ...decide()]);
    expect(await a.local.db.outbox.count()).toBe(1);
    expect([a.desk.review.items(), other.review.items()]).toEqual([[], []]);
  });

  it('REV-3 an overwritten judgement or classification is put back too', async () => {
    const { a, b, id } = await twoDesks();
    const seen = { kind: 'incident', category: 'incident_network', serviceItem: 'Internet mati' } as const;
    const from = { urgency: 'high', impact: 'medium' } as const;
    await a.desk.mutate('ticket.prioritise', { id, urgency: 'low', impact: 'medium', from });
    await a.desk.mutate('ticket.classify', { id, ...seen, kind: 'problem', from: seen });
    await b.desk.mutate('ticket.prioritise', { id, urgency: 'medium', impact: 'medium', from });
    await b.desk.mutate('ticket.classify', { id, ...seen, kind: 'service_request', from: seen });
    await sync(a);
    await sync(b);
    await sync(a);
    expect(await a.desk.ticket(id)).toMatchObject({ urgency: 'medium', kind: 'service_request' });
    const items = a.desk.review.items();
    expect(items.map((item) => item.overwritten?.field).sort()).toEqual(['kind', 'urgency']);
    for (const item of items)
      expect(await a.desk.review.resend(item.id)).toEqual({ ok: true, value: undefined });
    expect(a.desk.review.items()).toEqual([]);
    await sync(a);
    const { category, serviceItem } = seen;
    expect(await a.desk.ticket(id)).toMatchObject({
      urgency: 'low',
      impact: 'medium',
      kind: 'problem',
      category,
      serviceItem,
    });
  });
});
