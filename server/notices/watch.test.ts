import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type JournalEntry, journalEntrySchema } from '#shared/domain/journal.ts';
import { ladderOf, stepKey } from '#shared/sla/ladder.ts';
import { policyPackSchema } from '#shared/sla/pack.ts';
import type { CalendarRow } from '#shared/sla/published.ts';
import { memoryPlace } from '../../test/support/memory-place.ts';
import { nineOClock } from '../contract/world.ts';
import { writeRows } from '../store/rows.ts';
import { verifyChains } from '../store/verify.ts';
import {
  createNoticeServer,
  createNoticeWorld,
  dayMs,
  hourMs,
  minuteMs,
  type NoticeServer,
  type NoticeWorld,
  persons,
} from './notice-world.ts';
import { startTestRelay, type TestRelay } from './test-relay.ts';

/** Monday after the Friday of `nineOClock`, at the same hour. */
const monday = nineOClock + 3 * dayMs;

describe('telling of deadlines', () => {
  let world: NoticeWorld;
  let relay: TestRelay;
  let server: NoticeServer;
  beforeEach(async () => {
    world = await createNoticeWorld(memoryPlace());
    relay = await startTestRelay();
    server = await createNoticeServer(world.database, world.time, relay.url);
  });
  afterEach(async () => {
    await server.close();
    await relay.close();
    await world.database.close();
  });
  const pass = (to: number) => world.time.passTo(to, () => server.settle());
  const register = async (change = {}) => {
    const registration = world.registration(change);
    await world.push(server.services, registration);
    return registration[1].id;
  };
  const journal = async (): Promise<JournalEntry[]> => {
    const rows = await world.database.db
      .selectFrom('stored_row')
      .select('doc')
      .where('kind', '=', 'journal')
      .execute();
    return rows.map(({ doc }) => journalEntrySchema.parse(doc));
  };
  const policy = () => {
    const found = server.services.policies('madiun', undefined, 'DINKES');
    if (found === undefined) throw new Error('no madiun');
    return found;
  };

  it('tells each step at the very instant of the ladder, once each person, and writes it down', async () => {
    server.start();
    const id = await register();
    const steps = ladderOf(policy(), await world.ticket(id), nineOClock);
    await pass(monday + 2 * hourMs);
    const expected = Object.fromEntries(steps.map((step) => [stepKey(step), step.tellAt]));
    expect(Object.keys(expected)).toHaveLength(8);
    expect((await world.ticket(id)).notices).toEqual(expected);
    const people = { assignee: 'tek@kota.go.id', operator: 'op@kota.go.id', supervisor: 'sup@kota.go.id' };
    const mails = steps.flatMap((step) =>
      step.tell.map((who) => `${stepKey(step)} ${people[who as keyof typeof people]}`),
    );
    expect(await world.queued()).toEqual(['assigned.00.1 tek@kota.go.id', ...mails].sort());
    expect(relay.arrived).toHaveLength(mails.length + 1);
    expect(new Set(relay.arrived.map(({ messageId }) => messageId)).size).toBe(mails.length + 1);
    const lines = (await journal()).filter(({ type }) => type === 'notified');
    expect(lines.map(({ occurredAt }) => occurredAt).sort()).toEqual(Object.values(expected).sort());
    expect(lines[0]).toMatchObject({ by: 'system', byName: 'Sistem', device: 'SYS' });
    expect((await verifyChains(world.database.db)).faults).toEqual([]);
  });

  it('says in Indonesian what is due when, in the zone of the office', async () => {
    server.start();
    await register();
    await pass(nineOClock + 10 * minuteMs);
    const mail = relay.arrived.find(({ envelopeTo }) => envelopeTo.includes('sup@kota.go.id'));
    expect(mail?.subject).toMatch(/^\[INS-DINKES-2611-00-0001\] .*: tenggat tercapai – Jaringan mati 1$/);
    expect(mail?.text).toContain('Tenggat tiket berikut telah tercapai.');
    expect(mail?.text).toMatch(/Tenggat +: Jumat, 20 November 2026, 09\.10 WIB/);
    expect(mail?.text).toContain('Dinas DINKES');
    expect(mail?.text).toContain('https://tanggap.kota.go.id/tiket/t-1');
    expect(mail?.html).toContain('<a href="https://tanggap.kota.go.id/tiket/t-1">');
  });

  it('never tells of a clock that has stopped or waits, and goes on where it goes on', async () => {
    server.start();
    const id = await register();
    await pass(nineOClock + 6 * minuteMs);
    await world.push(server.services, ['ticket.reply', { id, text: 'Kami periksa.' }]);
    await pass(nineOClock + hourMs);
    await world.push(server.services, ['ticket.move', { id, to: 'in_progress' }]);
    await world.push(server.services, ['ticket.move', { id, to: 'waiting', reason: 'menunggu' }]);
    // Half of eight hours would be at 13.00; one hour of waiting moves it to 14.00.
    await pass(nineOClock + 2 * hourMs);
    expect(Object.keys((await world.ticket(id)).notices ?? {})).toEqual(['response.50.600000']);
    await world.push(server.services, ['ticket.move', { id, to: 'in_progress' }]);
    await pass(nineOClock + 5 * hourMs - 1);
    expect(Object.keys((await world.ticket(id)).notices ?? {})).toHaveLength(1);
    await pass(nineOClock + 5 * hourMs);
    expect((await world.ticket(id)).notices).toHaveProperty(
      ['resolution.50.28800000'],
      nineOClock + 5 * hourMs,
    );
    await world.push(server.services, ['ticket.cancel', { id, reason: 'salah' }]);
    await pass(monday + 2 * dayMs);
    expect(Object.keys((await world.ticket(id)).notices ?? {})).toHaveLength(2);
  });

  it('follows a change of priority', async () => {
    server.start();
    const id = await register({ urgency: 'low', impact: 'low' });
    await pass(nineOClock + hourMs);
    expect((await world.ticket(id)).notices).toBeUndefined();
    const from = { urgency: 'low', impact: 'low' };
    await world.push(server.services, ['ticket.prioritise', { id, urgency: 'high', impact: 'high', from }]);
    await pass(nineOClock + hourMs + minuteMs);
    const told = Object.entries((await world.ticket(id)).notices ?? {});
    // All four steps of the new ten minutes are long past: told at once, in one mail each person.
    expect(told.map(([key]) => key).sort()).toEqual(
      [50, 75, 90, 100].map((share) => `response.${share}.600000`).sort(),
    );
    expect(new Set(told.map(([, at]) => at))).toEqual(new Set([nineOClock + hourMs]));
    expect((await world.queued()).filter((mail) => mail.startsWith('response'))).toEqual(
      ['op', 'sup', 'tek'].map((name) => `response.100.600000 ${name}@kota.go.id`),
    );
  });

  it('follows days off that are published meanwhile', async () => {
    server.start();
    const id = await register();
    await world.push(server.services, ['ticket.reply', { id, text: 'Kami periksa.' }]);
    await pass(nineOClock + hourMs);
    const doc: CalendarRow = {
      id: 'DINKES.1',
      opd: 'DINKES',
      revision: 1,
      days: {
        holidays: [{ date: '2026-11-23', name: 'Hari jadi', kind: 'local', decree: '', isCertain: true }],
        halfDays: [],
        periods: [],
      },
      appliesFrom: nineOClock + hourMs,
      publishedAt: nineOClock + hourMs,
      publishedBy: 'u-admin',
      publishedByName: 'Admin',
      note: '',
    };
    await world.database.db
      .transaction()
      .execute((tx) => writeRows(tx, [{ kind: 'calendar', id: doc.id, doc }]));
    server.services.pokes.publish(['ref']);
    await pass(monday + dayMs - 1);
    expect((await world.ticket(id)).notices).not.toHaveProperty(['resolution.100.28800000']);
    await pass(monday + dayMs);
    expect((await world.ticket(id)).notices).toHaveProperty(['resolution.100.28800000'], monday + dayMs);
  });

  it('F36 tells nothing twice and loses nothing when the clock is put back', async () => {
    server.start();
    const id = await register();
    await pass(nineOClock + 6 * minuteMs);
    world.time.platform.advance(-2 * hourMs);
    server.services.pokes.publish(['opd:DINKES']);
    await pass(nineOClock + 9 * minuteMs);
    const queued = await world.queued();
    expect(queued).toEqual([
      'assigned.00.1 tek@kota.go.id',
      'response.50.600000 tek@kota.go.id',
      'response.75.600000 tek@kota.go.id',
      'response.90.600000 op@kota.go.id',
      'response.90.600000 tek@kota.go.id',
    ]);
    expect((await world.ticket(id)).notices).toMatchObject({
      'response.75.600000': nineOClock + 7.5 * minuteMs,
      'response.90.600000': nineOClock + 9 * minuteMs,
    });
    expect(relay.arrived).toHaveLength(queued.length);
  });

  it('F36 does not take up a stopped clock again when the server goes back before the stop', async () => {
    server.start();
    const id = await register();
    await pass(nineOClock + 4 * minuteMs);
    await world.push(server.services, ['ticket.reply', { id, text: 'Kami periksa.' }]);
    await pass(nineOClock + 20 * minuteMs);
    world.time.platform.advance(-18 * minuteMs);
    server.services.pokes.publish(['opd:DINKES']);
    await pass(nineOClock + 15 * minuteMs);
    expect((await world.ticket(id)).notices).toBeUndefined();
  });

  it('sums up what became due during a long stop, one mail a person', async () => {
    const ids = [await register(), await register(), await register()];
    await pass(nineOClock + 2 * hourMs);
    expect(relay.arrived).toHaveLength(0);
    server.start();
    await pass(nineOClock + 2 * hourMs);
    const summaries = relay.arrived.filter(({ subject }) => subject?.startsWith('Ringkasan: 3 tiket'));
    expect(summaries.map(({ envelopeTo }) => envelopeTo.join()).sort()).toEqual(
      ['op', 'sup', 'tek'].map((name) => `${name}@kota.go.id`),
    );
    for (const { text } of summaries)
      for (const id of ids) expect(text).toContain(`https://tanggap.kota.go.id/tiket/${id}`);
    // Besides these only the three mails about the assignments, which waited in the queue.
    expect(relay.arrived).toHaveLength(6);
    expect(Object.keys((await world.ticket('t-2')).notices ?? {})).toHaveLength(4);
  });

  it('writes to those on the levels of the office, and to the client without a link', async () => {
    server.start();
    const version = policy().pack.version + 1;
    const pack = policyPackSchema.parse({
      ...policy().pack,
      version,
      notifications: { ladder: [{ at: 0.5, tell: ['level1', 'level2', 'client'], metrics: ['response'] }] },
    });
    const id = `madiun.${version}`;
    const publication = { publishedAt: 0, publishedBy: 'u-admin', publishedByName: 'Admin', note: '' };
    const doc = { id, pack, effectiveFrom: 0, ...publication };
    await world.database.db.transaction().execute((tx) => writeRows(tx, [{ kind: 'policy', id, doc }]));
    await server.services.reloadPolicies();
    const ticket = await register();
    await pass(nineOClock + 5 * minuteMs);
    const key = 'response.50.600000';
    expect((await world.queued()).filter((mail) => mail.startsWith(key))).toEqual([
      `${key} kabid@kota.go.id`,
      `${key} siti@warga.id`,
    ]);
    // Nobody stands on the second level.
    const line = (await journal()).find(({ type }) => type === 'notified');
    expect(line?.text).toBe(`response.50@${nineOClock + 5 * minuteMs}>level1,client`);
    const linked = relay.arrived.filter(({ text }) => text?.includes(`/tiket/${ticket}`));
    expect(linked.map(({ envelopeTo }) => envelopeTo.join())).not.toContain('siti@warga.id');
  });

  it('records nothing of those who have no address', async () => {
    server.start();
    const id = await register({ assignee: persons.silent.id });
    await pass(nineOClock + 9 * minuteMs);
    expect(await world.queued()).toEqual(['response.90.600000 op@kota.go.id']);
    // Nobody heard of the first two steps: that they were told would be a lie in the journal.
    expect(Object.keys((await world.ticket(id)).notices ?? {})).toEqual(['response.90.600000']);
    const line = (await journal()).find(({ type }) => type === 'notified');
    expect(line?.text).toBe(`response.90@${nineOClock + 9 * minuteMs}>operator`);
  });

  it('mails what a device has recorded first, without recording it again', async () => {
    server.start();
    const id = await register();
    const key = 'response.50.600000';
    const at = nineOClock + 5 * minuteMs;
    world.time.platform.advance(5 * minuteMs - 1);
    await server.settle();
    const step = { key, metric: 'response', at: 0.5, reachedAt: at, told: ['assignee'] };
    await world.push(server.services, ['notice.record', { id, steps: [step], via: 'device' }]);
    await pass(at);
    expect(await world.queued()).toContain(`${key} tek@kota.go.id`);
    expect((await journal()).filter(({ type }) => type === 'notified')).toHaveLength(1);
  });

  it('warns of papers that have not come, and closes the ticket at its limit', async () => {
    server.start();
    const id = await register({ kind: 'service_request', opd: 'DISDIK', durationClass: 'short' });
    await world.push(server.services, ['ticket.move', { id, to: 'waiting', reason: 'surat belum ada' }]);
    const closesAt = Date.UTC(2026, 11, 20, 2, 0);
    await pass(closesAt - 1);
    expect((await world.ticket(id)).state).toBe('waiting');
    const keys = [closesAt - 7 * dayMs, closesAt - dayMs].map((at) => `completeness.${at}`);
    const { notices } = await world.ticket(id);
    expect(keys.map((key) => notices?.[key])).toEqual([closesAt - 7 * dayMs, closesAt - dayMs]);
    await pass(closesAt);
    expect(await world.ticket(id)).toMatchObject({
      state: 'cancelled',
      closedAt: closesAt,
      reason: 'kelengkapan tidak dipenuhi',
    });
    const about = (await world.queued()).filter((mail) => /^(completeness|expiry)/.test(mail));
    expect(about).toEqual(
      [...keys, `expiry.${closesAt}`].flatMap((key) => [`${key} siti@warga.id`, `${key} tek@kota.go.id`]),
    );
    const toClient = relay.arrived.filter(({ envelopeTo }) => envelopeTo.includes('siti@warga.id'));
    expect(
      toClient.map(
        ({ text }) =>
          /Apabila tidak dipenuhi dalam \d+ hari|telah dicatat|kami catat|ditutup karena/.exec(
            text ?? '',
          )?.[0],
      ),
    ).toEqual([
      'kami catat',
      'Apabila tidak dipenuhi dalam 7 hari',
      'Apabila tidak dipenuhi dalam 1 hari',
      'ditutup karena',
    ]);
    expect(toClient.some(({ text }) => text?.includes('https://'))).toBe(false);
    expect((await verifyChains(world.database.db)).faults).toEqual([]);
  });

  it('closes tickets also where it sends no mail, and then tells nobody', async () => {
    const silent = await createNoticeServer(world.database, world.time, null);
    silent.start();
    const registration = world.registration({
      kind: 'service_request',
      opd: 'DISDIK',
      durationClass: 'short',
    });
    const { id } = registration[1];
    await world.push(silent.services, registration, [
      'ticket.move',
      { id, to: 'waiting', reason: 'surat belum ada' },
    ]);
    const closesAt = Date.UTC(2026, 11, 20, 2, 0);
    await world.time.passTo(closesAt, () => silent.settle());
    expect(await world.ticket(id)).toMatchObject({ state: 'cancelled', closedAt: closesAt });
    expect((await world.ticket(id)).notices).toBeUndefined();
    expect(await world.queued()).toEqual([]);
    await silent.close();
  });

  it('keeps telling of the others when the document of one ticket is damaged', async () => {
    server.start();
    const [broken, whole] = [await register(), await register()];
    await pass(nineOClock + minuteMs);
    await world.database.db
      .updateTable('stored_row')
      .set({ doc: '{"id":"t-1","state":"new","opd":"DINKES"}' })
      .where('kind', '=', 'ticket')
      .where('id', '=', broken)
      .execute();
    await pass(nineOClock + 6 * minuteMs);
    expect((await world.ticket(whole)).notices).toHaveProperty(['response.50.600000']);
    expect(server.logged.join()).toContain('"event":"notice_failed","ticket":"t-1"');
  });
});
