// Freezes a profile as the present code writes it, together with the server it belongs to: run once for every released
// schema, on the code of that release. `node test/frozen/freeze.ts test/frozen/schema-1` makes the folder; it is never made
// again. test/frozen/frozen.test.ts opens every folder with the code of its own time.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { DeskDatabase } from '../../renderer/data/db/database.ts';
import { type Desk, openDesk, register, sync } from '../client/support/scene.ts';
import { TestProfile } from '../client/support/test-profile.ts';
import { TestServer } from '../client/support/test-server.ts';
import { copyOut } from './support/browser-copy.ts';
import { copyTables } from './support/server-copy.ts';

/** One person each, by how much of their work is unsent. */
const unsent = { nol: 0, satu: 1, seribu: 1_000 } as const;

const folder = process.argv[2];
if (folder === undefined) throw new Error('name the folder to make');
const server = await TestServer.start();
for (const name of ['nol', 'satu', 'sari']) await server.addUser(name, 'operator');
await server.addUser('seribu', 'supervisor');
await server.addUser('tono', 'technician', { teams: ['infrastructure'] });

// Work of a colleague comes by the first pull, and lies in packs.
const sari = await openDesk(server, 'sari');
const packed = [await register(sari.desk), await register(sari.desk), await register(sari.desk)];
await sync(sari);

const profile = new TestProfile(server);
for (const [name, count] of Object.entries(unsent)) {
  const desk = await openDesk(server, name, { profile });
  const own = await register(desk.desk);
  await done(desk, 'ticket.note', { id: own, text: `catatan terkirim ${name}` });
  await sync(desk);
  await somethingToReview(desk);
  await desk.desk.drafts.save(`ticket.reply|${own}`, { text: `konsep ${name}` });
  if (count === 1) await done(desk, 'ticket.note', { id: own, text: 'satu-satunya yang belum terkirim' });
  if (count > 1) await workWithout(desk, own, count);
  await damage(desk.local.db, packed[2] as string);
  await desk.desk.close();
}
mkdirSync(folder, { recursive: true });
const write = (file: string, value: unknown): void =>
  writeFileSync(join(folder, file), gzipSync(JSON.stringify(value), { level: 9 }));
write('client.json.gz', await copyOut(profile.factory.indexedDB));
write('server.json.gz', { now: server.now, tables: await copyTables(server) });
await server.stop();

async function done({ desk }: Desk, name: string, args: Record<string, unknown>): Promise<void> {
  server.pass(1_000);
  const result = await desk.mutate(name as never, args as never);
  if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.error)}`);
}

/** A refusal that nobody has decided on: the ticket was cancelled meanwhile. */
async function somethingToReview(desk: Desk): Promise<void> {
  const id = await register(sari.desk);
  await sync(sari);
  await sync(desk);
  await done(desk, 'ticket.resolve', { id, solution: 'jawaban yang ditolak' });
  await done(sari, 'ticket.cancel', { id, reason: 'salah alamat' });
  await sync(sari);
  await sync(desk);
}

/** A long time without a network: every mutation of that version, in an order in which each is allowed. */
async function workWithout(desk: Desk, known: string, count: number): Promise<void> {
  const start = (await desk.local.db.outbox.count()) + count;
  const left = async () => start - (await desk.local.db.outbox.count());
  for (let round = 1; (await left()) > 40; round += 1) await oneTicket(desk, round);
  while ((await left()) > 0) await done(desk, 'ticket.note', { id: known, text: `catatan ${await left()}` });
}

async function oneTicket(desk: Desk, round: number): Promise<void> {
  const id = await register(desk.desk, { title: `Printer loket ${round} macet` });
  const act = (name: string, args: Record<string, unknown> = {}) => done(desk, name, { id, ...args });
  const person = { category: 'incident_network', serviceItem: 'Internet mati' };
  await act('ticket.edit', {
    changes: [{ field: 'title', from: `Printer loket ${round} macet`, to: `Judul ${round}` }],
  });
  await act('ticket.classify', {
    kind: 'incident',
    category: 'incident_data',
    serviceItem: '',
    from: { kind: 'incident', ...person },
  });
  await act('ticket.prioritise', {
    urgency: 'low',
    impact: 'medium',
    from: { urgency: 'high', impact: 'medium' },
  });
  await act('ticket.reply', { text: `balasan ${round}` });
  await act('ticket.move', { to: 'in_progress', reason: '' });
  await act('sop.mark', { step: '4' });
  await act('form.save', {
    formId: `${id}/f.frm-002`,
    data: {
      code: 'FRM-002',
      title: `Judul ${round}`,
      clientName: 'Siti Aminah',
      assignee: null,
      urgency: null,
      impact: null,
      priority: null,
      status: 'new',
      category: 'incident_data',
      body: `isi ${round}`,
    },
  });
  const escalation = { to: 'seribu', toTeam: null, toLevel: 2, reason: `alasan ${round}`, remainingMs: null };
  const first = `${id}/f.${desk.desk.newId()}`;
  await act('ticket.escalate', { formId: first, ...escalation });
  await act('escalation.return', { formId: first, reason: `dikembalikan ${round}` });
  const second = `${id}/f.${desk.desk.newId()}`;
  await act('ticket.escalate', { formId: second, ...escalation });
  await act('escalation.accept', { formId: second });
  await act('escalation.answer', { formId: second, solution: `jawaban ${round}`, cause: '' });
  await act('ticket.assign', { assignee: 'tono', team: 'infrastructure' });
  await act('ticket.confirm');
  await act('ticket.close', { note: `tutup ${round}` });
  await act('ticket.reopen', { reason: `muncul lagi ${round}` });
  await act('ticket.resolve', { solution: `selesai ${round}`, cause: 'kabel' });
  await act('ticket.reopen', { reason: `sekali lagi ${round}` });
  await act('ticket.cancel', { reason: `dibatalkan ${round}` });
}

/** What bad sectors and forgotten bugs leave behind: records this version does not understand, in every store. */
async function damage(db: DeskDatabase, packedTicket: string): Promise<void> {
  const put = (table: string, record: unknown) => db.table(table).put(record);
  await put('rows', {
    key: 'ticket|rusak',
    doc: { id: 'rusak', state: 'teleported', timeline: 'bukan daftar' },
  });
  await put('rows', { key: 'ticket|kosong', doc: null });
  await put('rows', { key: 'form|rusak/f.1', doc: { id: 'rusak/f.1', ticketId: 'rusak', data: 7 } });
  await put('rows', { key: 'journal|rusak/j.X.1', doc: {} });
  await put('rows', { key: 'user|hantu', doc: { id: 'hantu', role: 'emperor' } });
  await put('drafts', { key: 'rusak', value: null, savedAt: 'kemarin' });
  await put('parked', {
    key: 'survey|s1',
    change: { kind: 'survey', id: 's1', space: 'opd:DINKES', doc: {} },
  });
  await put('parked', { key: 'rusak', change: 5 });
  await put('meta', { key: 'clock', value: 'pukul sembilan' });
  await put('counters', { key: 'rusak', value: null });
  for (const pack of await db.packs.toArray()) {
    const docs = pack.docs.map((doc) => (doc.id === packedTicket ? { ...doc, timeline: null } : doc));
    await put('packs', { ...pack, docs });
  }
}
