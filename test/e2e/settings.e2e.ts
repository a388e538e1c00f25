import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Ticket } from '#shared/domain/ticket.ts';
import { evaluate, type TargetStatus } from '#shared/sla/evaluate.ts';
import { PolicyShelf } from '#shared/sla/policy-shelf.ts';
import { type CalendarRow, calendarRowSchema, policyRowSchema } from '#shared/sla/published.ts';
import { openBrowser } from './support/browser.ts';
import { signIn } from './support/desk-person.ts';
import { FaultyProxy } from './support/faulty-proxy.ts';
import { hindrances } from './support/hindrances.ts';
import { deviceRows, type SeenRows } from './support/seen-rows.ts';
import { copyOfApp, freePort, runCli, ServerProcess } from './support/server-process.ts';
import { deviceTickets, goTo, openTicketPage, untilConnected } from './support/ticket-steps.ts';
import { comeBack, type Desk, leaveNetwork, syncNow } from './support/two-desks.ts';
import { until } from './support/until.ts';

const dayMs = 86_400_000;
const wibMs = 7 * 3_600_000;
/** The date in Jakarta of an instant, `YYYY-MM-DD`. */
const dateOf = (at: number): string => new Date(at + wibMs).toISOString().slice(0, 10);
const typedDate = (date: string): string => date.split('-').reverse().join('/');

let folder: string;
let server: ServerProcess;
let admin: Desk;
let operator: Desk;
let supervisor: Desk;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tanggap-e2e-'));
  const store = { data: join(folder, 'data') };
  const web = copyOfApp(folder);
  runCli(store, ['demo', '--tickets', '150']);
  const port = await freePort();
  server = new ServerProcess(store, port, web);
  await server.start();
  const sitDown = async (username: string): Promise<Desk> => {
    const proxy = await FaultyProxy.open(port);
    const browser = await openBrowser(join(folder, username));
    await signIn(browser.page, proxy.origin, username);
    await untilConnected(browser.page, true);
    return { proxy, browser, page: browser.page };
  };
  admin = await sitDown('admin');
  operator = await sitDown('operator');
  supervisor = await sitDown('supervisor');
});

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  for (const [name, desk] of Object.entries({ admin, operator, supervisor }))
    await desk.page
      .screenshot({ path: join(folder, '..', `settings-${task.id}-${name}.png`) })
      .catch(() => undefined);
});

afterAll(async () => {
  for (const desk of [admin, operator, supervisor]) {
    await desk?.browser.close();
    await desk?.proxy.close();
  }
  await server?.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** A ticket of low urgency and impact by FRM-002: 48 working hours in the demo's own office. */
async function register(page: Page, title: string): Promise<Ticket> {
  await goTo(page, '/formulir/frm-002');
  await page.getByRole('textbox', { name: 'Judul Tiket' }).fill(title);
  await page.getByRole('textbox', { name: 'Klien', exact: false }).first().fill('Sri Wahyuni');
  await page.getByLabel('Kategori Tiket').selectOption({ label: 'Insiden - Jaringan' });
  await page.getByRole('textbox', { name: 'Isi Tiket' }).fill('Sambungan di loket sering terputus.');
  for (const group of ['Urgensi', 'Dampak'])
    await page
      .getByRole('radiogroup', { name: group })
      .getByRole('radio', { name: /^Rendah/ })
      .check();
  await page.getByRole('textbox', { name: 'Isi Tiket' }).press('Control+Enter');
  await page.getByRole('heading', { name: /tercatat/ }).waitFor();
  return until('the ticket on the device', async () =>
    (await deviceTickets(page)).find((ticket) => ticket.title === title),
  );
}

/** What the ticket's page says of its resolution target. */
async function resolutionOf(page: Page, ticket: Ticket): Promise<string> {
  await openTicketPage(page, ticket);
  const line = page.getByRole('listitem').filter({ hasText: 'Penyelesaian' }).first();
  return (await line.textContent()) ?? '';
}

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

const draftField = (page: Page) => page.getByLabel('Waktu penyelesaian, Rendah (3): jam');

describe('An administrator changes a duration', () => {
  let old: Ticket;

  it('in a draft that survives a restart', async () => {
    old = await register(operator.page, 'Sambungan loket terputus, aturan lama');
    expect(old.policy.version).toBe(1);
    const { page } = admin;
    await syncNow(operator.page);
    await goTo(page, '/pengaturan/aturan/madiun/ubah');
    await draftField(page).fill('empat puluh');
    await page.getByText('Isi lama waktu lebih dari nol').waitFor();
    await page.getByRole('tab', { name: 'Pratinjau dan terbitkan' }).click();
    await page.getByRole('button', { name: /Waktu penyelesaian › Lama › Rendah/ }).click();
    expect(await draftField(page).evaluate((field) => field === document.activeElement)).toBe(true);
    await draftField(page).fill('40');
    await goTo(page, '/pengaturan/aturan');
    await page.getByRole('link', { name: 'Lanjutkan draf Kota Madiun' }).waitFor();
    await page.reload();
    await page.getByRole('link', { name: 'Lanjutkan draf Kota Madiun' }).click();
    await until('the draft', async () => ((await draftField(page).inputValue()) === '40' ? true : undefined));
  });

  it('sees what it means for open tickets before publishing', async () => {
    const { page } = admin;
    await syncNow(page);
    await until('the new ticket to arrive', async () =>
      (await deviceTickets(page)).find(({ id }) => id === old.id),
    );
    await page.getByRole('tab', { name: 'Pratinjau dan terbitkan' }).click();
    await page.getByText('Tiket terbuka tetap memakai versinya sendiri.', { exact: false }).waitFor();
    const line = page.getByRole('row').filter({ has: page.getByRole('link', { name: old.number }) });
    await line.waitFor();
    expect(await line.textContent()).toContain('lebih cepat');
    expect(await hindrances(page)).toEqual([]);
  });

  it('loses nothing when the server cannot be reached, and publishes when it can', async () => {
    const { page } = admin;
    await page.getByLabel('Keterangan perubahan').fill('Penyelesaian prioritas rendah 40 jam');
    await leaveNetwork(admin);
    await page.getByRole('button', { name: 'Terbitkan versi 2' }).click();
    await page.getByRole('alert').getByText('Server tidak terjangkau.', { exact: false }).waitFor();
    await comeBack(admin);
    expect(await page.getByLabel('Keterangan perubahan').inputValue()).toBe(
      'Penyelesaian prioritas rendah 40 jam',
    );
    await page.getByRole('button', { name: 'Terbitkan versi 2' }).click();
    await page.getByRole('heading', { name: 'Aturan madiun versi 2 sudah diterbitkan.' }).waitFor();
  });

  it('which holds for new tickets and leaves the old ones alone', async () => {
    const { page } = operator;
    await syncNow(page);
    await until('the version to arrive', async () =>
      (await deviceRows(page)).has('policy|madiun.2') ? true : undefined,
    );
    const fresh = await register(page, 'Sambungan loket terputus, aturan baru');
    expect(fresh.policy).toEqual({ name: 'madiun', version: 2 });
    expect(await resolutionOf(page, fresh)).toContain('paling lama 40 j');
    expect(await resolutionOf(page, old)).toContain('paling lama 48 j');
  });

  it('until they are judged anew on purpose', async () => {
    const { page } = admin;
    await page.getByRole('button', { name: 'Nilai ulang tiket terbuka' }).click();
    await page.getByRole('link', { name: old.number }).waitFor();
    await page.getByRole('button', { name: /^Nilai ulang \d+ tiket/ }).click();
    await page.getByText('Isi alasan').waitFor();
    await page.getByLabel('Alasan penilaian ulang').fill('Berlaku surut menurut keputusan');
    await page.getByRole('button', { name: /^Nilai ulang \d+ tiket/ }).click();
    await page.getByText(/tiket dinilai ulang dan tersimpan di perangkat/).waitFor();
    await syncNow(page);
    await until('the old ticket under the new version', async () => {
      await syncNow(operator.page);
      const [found] = (await deviceTickets(operator.page)).filter(({ id }) => id === old.id);
      return found?.policy.version === 2 ? true : undefined;
    });
    expect(await resolutionOf(operator.page, old)).toContain('paling lama 40 j');
  });
});

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

describe('The settings are', () => {
  it('read by a supervisor, who publishes the own days off alone', async () => {
    const { page } = supervisor;
    await page.getByRole('link', { name: 'Aturan' }).click();
    await page.getByText('Perubahan diterbitkan oleh administrator.', { exact: false }).waitFor();
    expect(await page.getByRole('link', { name: /^Ubah/ }).count()).toBe(0);
    await goTo(page, '/pengaturan/aturan/madiun/ubah');
    await page.getByRole('heading', { name: 'Bagian ini untuk administrator.' }).waitFor();
    await goTo(page, '/pengaturan/kalender');
    await page.getByRole('button', { name: 'Tambah hari' }).waitFor();
    await page.getByLabel('Kalender', { exact: true }).selectOption({ label: 'Nasional' });
    await page.getByRole('heading', { name: /^Hari libur nasional/ }).waitFor();
    expect(await page.getByRole('button', { name: 'Tambah hari' }).count()).toBe(0);
  });

  it('not offered to an operator', async () => {
    const { page } = operator;
    await goTo(page, '/pengaturan/aturan');
    await page.getByRole('heading', { name: 'Bagian ini untuk administrator.' }).waitFor();
    expect(await page.getByRole('link', { name: 'Aturan', exact: true }).count()).toBe(0);
  });

  it('free of what hinders people at the keyboard and with screen readers', async () => {
    const { page } = admin;
    const found: string[] = [];
    const look = async (place: string) => {
      found.push(...(await hindrances(page)).map((one) => `${place}: ${one}`));
    };
    for (const path of ['/pengaturan/aturan', '/pengaturan/aturan/magelang', '/pengaturan/kalender']) {
      await goTo(page, path);
      await page.getByRole('heading', { name: 'Aturan', exact: true }).waitFor();
      await page.getByRole('table').first().waitFor();
      await look(path);
    }
    await page.getByRole('button', { name: 'Tambah hari' }).click();
    await page.getByRole('dialog').getByLabel('Jenis').selectOption('period');
    await page.getByRole('dialog').getByRole('button', { name: 'Simpan ke draf' }).click();
    await look('a day with faults');
    await page.keyboard.press('Escape');
    await goTo(page, '/pengaturan/kantor');
    await page.getByRole('button', { name: /^Ubah/ }).first().click();
    await page.getByRole('heading', { name: 'Level eskalasi' }).waitFor();
    await look('an office');
    await goTo(page, '/pengaturan/aturan/jabar/ubah');
    const tabs = page.getByRole('tab');
    for (const tab of await tabs.all()) {
      await tab.click();
      await look((await tab.textContent()) ?? '');
    }
    expect(found).toEqual([]);
  });
});
