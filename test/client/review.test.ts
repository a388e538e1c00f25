import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReviewItem } from '../../renderer/data/contract.ts';
import { ProfileDatabase } from '../../renderer/data/db/profile-database.ts';
import { renumbered } from '../../renderer/ui/renumbered.ts';
import { attach, onlyFile, photo } from './support/file-desk.ts';
import { type Desk, openDesk, register, sync } from './support/scene.ts';
import { TestServer } from './support/test-server.ts';

let server: TestServer;
let people = 0;
async function newDesk(): Promise<Desk> {
  people += 1;
  return openDesk(server, (await server.addUser(`peninjau-${people}`, 'operator')).username);
}
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

function items({ desk }: Desk): readonly ReviewItem[] {
  return desk.review.items();
}

/** The only item about this mutation. */
function about(desk: Desk, name: string): ReviewItem {
  const [item, ...more] = items(desk).filter(({ mutation }) => mutation?.name === name);
  if (item === undefined || more.length > 0) throw new Error(`${more.length + 1} items about ${name}`);
  return item;
}

async function textsOnServer(ticketId: string): Promise<string[]> {
  const rows = await server.db
    .selectFrom('stored_row')
    .select('doc')
    .where('id', 'like', `${ticketId}/j.%`)
    .execute();
  return rows.map(({ doc }) => (doc as { text: string }).text);
}

describe('what waits for a decision', () => {
  it('REV-4 a registration whose number is taken goes under a new one, and what hung on it goes after it', async () => {
    const here = await newDesk();
    const { desk, local } = here;
    const number = await desk.nextTicketNumber('incident', 'DINKES');
    await register(desk, { number });
    await sync(here);
    // As on a copy of the profile, which does not know that the number was given.
    await local.db.counters.delete(`number|${number}`);
    const id = await register(desk, { number, note: 'Catatan lama' });
    await desk.mutate('ticket.reply', { id, text: 'Sedang kami periksa.' });
    await sync(here);
    expect(items(here)).toHaveLength(2);
    const registration = about(here, 'ticket.register');
    const reply = about(here, 'ticket.reply');
    expect(registration.refusal?.code).toBe('number_taken');
    expect(await desk.review.prospects(registration)).toMatchObject({ obstacle: null, mayNote: false });
    expect(await desk.review.prospects(reply)).toEqual({
      ticket: undefined,
      obstacle: { code: 'ticket_not_found', field: 'id' },
      mayNote: false,
    });

    // A person decides later; the same work of the same instant would be a repeat (PUSH-14).
    server.pass(60_000);
    const next = await desk.nextTicketNumber('incident', 'DINKES');
    const args = renumbered(registration.mutation?.args, next, `Nomor semula: ${number}.`);
    expect(await desk.review.resend(registration.id, args)).toMatchObject({ ok: true });
    expect(items(here)).toHaveLength(1);
    expect(await desk.review.prospects(reply)).toMatchObject({ obstacle: null, mayNote: true });
    expect(await desk.review.resend(reply.id)).toMatchObject({ ok: true });
    await sync(here);
    expect(items(here)).toEqual([]);
    expect((await desk.ticket(id))?.number).toBe(next);
    const texts = await textsOnServer(id);
    expect(texts).toContain('Sedang kami periksa.');
    expect(texts).toContain(`Catatan lama\nNomor semula: ${number}.`);
  });

  it('REV-4 looks what is in the way now, not what was in the way then', async () => {
    const here = await newDesk();
    const there = await newDesk();
    const id = await register(here.desk);
    await sync(here);
    await sync(there);
    await there.desk.mutate('ticket.resolve', { id, solution: 'Sudah pulih.', cause: '' });
    await sync(there);
    await here.desk.mutate('ticket.move', { id, to: 'waiting', reason: 'Surat asli' });
    await sync(here);
    const item = about(here, 'ticket.move');
    expect((await here.desk.review.prospects(item)).obstacle).toMatchObject({ code: 'illegal_move' });
    await there.desk.mutate('ticket.reopen', { id, reason: 'Belum pulih' });
    await sync(there);
    await sync(here);
    const prospects = await here.desk.review.prospects(item);
    expect([prospects.obstacle, prospects.ticket?.state]).toEqual([null, 'in_progress']);
    expect(await here.local.db.outbox.count()).toBe(0);
    expect(await here.desk.review.resend(item.id)).toMatchObject({ ok: true });
  });

  it('REV-1 work of another device number is a second item, though its mutation has the number of the first', async () => {
    const here = await newDesk();
    const { profile } = here;
    /** Registers under a number that is taken, as a copy of the profile would; it is the device's second mutation. */
    const registerTwice = async ({ desk, local }: Pick<Desk, 'desk' | 'local'>, note: string) => {
      const number = await desk.nextTicketNumber('incident', 'DINKES');
      await register(desk, { number });
      await local.db.counters.delete(`number|${number}`);
      await register(desk, { number, note });
    };
    await registerTwice(here, 'yang pertama');
    await sync(here);
    await here.desk.close();
    // The profile no longer knows which device the database spoke as: the server enrols a new one.
    await new ProfileDatabase(profile.factory).delete();
    const desk = await profile.signIn(here.desk.me.id);
    expect(desk.device.id).not.toBe(here.desk.device.id);
    const { engine, store: local } = await profile.worker(desk.me.id);
    await sync({ engine });
    server.pass(60_000);
    await registerTwice({ desk, local }, 'yang kedua');
    await sync({ engine });
    const notes = desk.review.items().map(({ mutation }) => (mutation?.args ?? {}) as { note?: string });
    expect(notes.map(({ note }) => note).sort()).toEqual(['yang kedua', 'yang pertama']);
  });

  it('REV-5 a refused text of nearly 20,000 characters is kept as notes, and goes on where it was cut', async () => {
    const here = await newDesk();
    const there = await newDesk();
    const id = await register(here.desk);
    const other = await register(here.desk);
    await sync(here);
    await sync(there);
    const solution = 'Kabel diganti. '.repeat(1_333);
    for (const ticket of [id, other]) {
      await there.desk.mutate('ticket.cancel', { id: ticket, reason: 'salah lapor' });
      await here.desk.mutate('ticket.resolve', { id: ticket, solution, cause: '' });
    }
    await sync(there);
    await sync(here);
    const words = `Penyelesaian tiket\nSolusi: ${solution}`;
    const [first, second] = items(here);
    if (first === undefined || second === undefined) throw new Error('two items are missing');
    expect(await here.desk.review.keepAsNote(first.id, words)).toMatchObject({ ok: true });
    // Killed after the first piece: another window goes on with the second.
    await here.local.db.review.put({ ...second, noted: 1 });
    const window = await here.profile.openWindow();
    expect(await window.review.keepAsNote(second.id, words)).toMatchObject({ ok: true });
    await sync(here);
    expect(await here.local.db.review.count()).toBe(0);
    const pieces = (await textsOnServer(first.ticketId)).filter((text) => /^\(\d\/\d\)/.test(text));
    expect(pieces.map((text) => text.replace(/^\(\d\/\d\)\n/, '')).join('')).toBe(words);
    const rest = (await textsOnServer(second.ticketId)).filter((text) => /^\(\d\/\d\)/.test(text));
    expect(rest.map((text) => text.slice(0, 5))).toEqual(['(2/2)']);
  });

  it('REV-6 a file whose content the server refuses stands in the list once, and gives way to another', async () => {
    const here = await newDesk();
    const { desk } = here;
    const id = await register(desk);
    const attachmentId = await attach(desk, id, photo(2_000, 1));
    await sync(here);
    for (const note of ['', 'lagi']) {
      const { attachment } = await onlyFile(desk, id);
      const doc = { ...attachment, content: 'refused', problem: 'infected', note } as const;
      await server.write([{ kind: 'attachment', id: attachment.id, doc }]);
      await sync(here);
    }
    const [item, ...more] = items(here);
    expect(more).toEqual([]);
    expect(item).toMatchObject({ type: 'file', file: { attachmentId, problem: 'infected' } });
    expect(item?.ticketNumber).toBe((await desk.ticket(id))?.number);
    if (item === undefined) return;
    expect(await desk.review.prospects(item)).toMatchObject({ obstacle: null, mayNote: true });
    const file = { name: 'pengganti.jpg', bytes: photo(2_000, 2) };
    expect(await desk.review.attach(item.id, file, 'Isi berkas tidak diterima.')).toMatchObject({ ok: true });
    expect(items(here)).toEqual([]);
    expect((await onlyFile(desk, id)).attachment.name).toBe('pengganti.jpg');
  });

  it('REV-6 a file that was refused is taken off the ticket, with the reason in its history', async () => {
    const here = await newDesk();
    const { desk } = here;
    const id = await register(desk);
    await attach(desk, id, photo(2_000, 3));
    await sync(here);
    const { attachment } = await onlyFile(desk, id);
    const doc = { ...attachment, content: 'refused', problem: 'type' } as const;
    await server.write([{ kind: 'attachment', id: attachment.id, doc }]);
    await sync(here);
    const [item] = items(here);
    const args = { id, attachmentId: attachment.id, reason: 'Berkas salah' };
    expect(await desk.review.settle(item?.id ?? '', 'attachment.remove', args)).toMatchObject({ ok: true });
    expect(items(here)).toEqual([]);
    await sync(here);
    expect(await desk.files.ofTicket(id)).toEqual([]);
    expect(await textsOnServer(id)).toContain('Berkas salah');
  });
});
