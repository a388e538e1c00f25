import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Ticket } from '#shared/domain/ticket.ts';
import { evaluate, type TargetStatus } from '#shared/sla/evaluate.ts';
import { PolicyShelf } from '#shared/sla/policy-shelf.ts';
import { type CalendarRow, calendarRowSchema, policyRowSchema } from '#shared/sla/published.ts';
import { hindrances } from './support/hindrances.ts';
import { deviceRows, type SeenRows } from './support/seen-rows.ts';
import { register, resolutionOf, StaffedServer } from './support/staffed-server.ts';
import { deviceTickets, goTo } from './support/ticket-steps.ts';
import { type Desk, syncNow } from './support/two-desks.ts';
import { until } from './support/until.ts';

const dayMs = 86_400_000;
const wibMs = 7 * 3_600_000;
/** The date in Jakarta of an instant, `YYYY-MM-DD`. */
const dateOf = (at: number): string => new Date(at + wibMs).toISOString().slice(0, 10);
const typedDate = (date: string): string => date.split('-').reverse().join('/');

let world: StaffedServer;
let admin: Desk;
let operator: Desk;

beforeAll(async () => {
  world = await StaffedServer.open(['admin', 'operator']);
  admin = world.desk('admin');
  operator = world.desk('operator');
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await world.keepPictures(task.name);
});

afterAll(() => world?.close());

/** Everything a device has received, as the clocks know it. */
function shelfOf(rows: SeenRows, change: (row: CalendarRow) => CalendarRow = (row) => row): PolicyShelf {
  const docs = (kind: string) =>
    [...rows].filter(([key]) => key.startsWith(`${kind}|`)).map(([, row]) => JSON.parse(row));
  const shelf = new PolicyShelf();
  shelf.replace(
    docs('policy').map((doc) => policyRowSchema.parse(doc)),
    docs('calendar').map((doc) => change(calendarRowSchema.parse(doc))),
  );
  return shelf;
}

function resolution(shelf: PolicyShelf, ticket: Ticket, now: number): TargetStatus | undefined {
  const policy = shelf.find(ticket.policy.name, ticket.policy.version, ticket.opd);
  return policy && evaluate(policy, ticket, now).metrics.find(({ metric }) => metric === 'resolution');
}

describe('A new day off', () => {
  it('moves the deadline of an open ticket, not what is finished', async () => {
    const { page } = admin;
    const now = Date.now();
    const open = await register(operator.page, 'Sambungan loket terputus, sebelum hari libur');
    const rows = await deviceRows(operator.page);
    const before = shelfOf(rows);
    const due = resolution(before, open, now)?.dueAt ?? 0;
    const offsWith = (date: string) => (row: CalendarRow) =>
      row.opd === null
        ? { ...row, days: { ...row.days, holidays: [...row.days.holidays, { date, name: '', decree: '' }] } }
        : row;
    const isWorked = (date: string): boolean => {
      const moved = resolution(shelfOf(rows, offsWith(date)), open, now);
      return (moved?.dueAt ?? 0) > due;
    };
    const coming = Array.from({ length: 20 }, (_, at) => dateOf(now + (at + 1) * dayMs)).find(isWorked);
    if (coming === undefined) throw new Error('no working day to come');
    // A finished ticket that ran over a whole working day: it would have less time used, were the day taken off for it.
    const past = (await deviceTickets(operator.page)).flatMap((ticket) => {
      const status = resolution(before, ticket, now);
      if (status === undefined || status.stoppedAt === null || ticket.state !== 'closed') return [];
      const days = Math.floor((status.stoppedAt - ticket.reportedAt) / dayMs);
      const dates = Array.from({ length: days }, (_, at) => dateOf(ticket.reportedAt + (at + 1) * dayMs));
      return dates.flatMap((date) => {
        const other = resolution(shelfOf(rows, offsWith(date)), ticket, now);
        return other !== undefined && other.elapsedMs < status.elapsedMs ? [{ ticket, date }] : [];
      });
    })[0];
    if (past === undefined) throw new Error('no finished ticket over a working day');
    const openBefore = await resolutionOf(operator.page, open);
    const pastBefore = await resolutionOf(operator.page, past.ticket);

    await syncNow(page);
    await goTo(page, '/pengaturan/kalender');
    for (const date of [coming, past.date]) {
      await page.getByRole('button', { name: 'Tambah hari' }).click();
      const dialog = page.getByRole('dialog', { name: 'Tambah hari' });
      await dialog.getByLabel('Tanggal').fill(typedDate(date));
      await dialog.getByLabel('Nama').fill('Libur tambahan');
      await dialog.getByRole('button', { name: 'Simpan ke draf' }).click();
      await dialog.waitFor({ state: 'detached' });
    }
    await page.getByRole('heading', { name: 'Draf: 2 perubahan' }).waitFor();
    await page.getByRole('button', { name: 'Pratinjau dan terbitkan' }).click();
    await page.getByText('Kalender berlaku seketika bagi tiket terbuka', { exact: false }).waitFor();
    await page.getByRole('link', { name: open.number }).waitFor();
    expect(await hindrances(page)).toEqual([]);
    await page.getByLabel('Keterangan perubahan').fill('Libur tambahan menurut keputusan');
    await page.getByRole('button', { name: /^Terbitkan revisi/ }).click();
    await page.getByText(/sudah diterbitkan dan berlaku bagi tiket terbuka/).waitFor();

    await until('the days off to arrive', async () => {
      await syncNow(operator.page);
      const here = shelfOf(await deviceRows(operator.page));
      return (resolution(here, open, now)?.dueAt ?? 0) > due ? true : undefined;
    });
    const openAfter = await resolutionOf(operator.page, open);
    expect(openAfter).not.toBe(openBefore);
    expect(await resolutionOf(operator.page, past.ticket)).toBe(pastBefore);
  });
});
