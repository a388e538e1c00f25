// Takes the pictures of the documentation from the real app with the demo's data, always on the same Friday afternoon:
// `npm run screenshots` writes docs/screenshots/. Screens are 1366×768, papers A4 at 100 dpi.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { type Ticket, ticketSchema } from '../shared/domain/ticket.ts';
import { type DeskBrowser, openBrowser } from '../test/e2e/support/browser.ts';
import { signIn, untilSent } from '../test/e2e/support/desk-person.ts';
import { FaultyProxy } from '../test/e2e/support/faulty-proxy.ts';
import { deviceRows } from '../test/e2e/support/seen-rows.ts';
import { copyOfApp, freePort, runCli, ServerProcess } from '../test/e2e/support/server-process.ts';
import {
  changeStatus,
  correctField,
  goTo,
  openTicketPage,
  untilConnected,
  untilToReview,
  writeNotes,
} from '../test/e2e/support/ticket-steps.ts';
import { comeBack, leaveNetwork } from '../test/e2e/support/two-desks.ts';
import { shiftBuiltApp, shiftChildProcesses } from './shifted-clock.ts';

const today = '2026-11-20';
const shift = Date.parse(`${today}T14:00:00+07:00`) - Date.now();
const target = path.join(import.meta.dirname, '..', 'docs', 'screenshots');
const folder = mkdtempSync(path.join(tmpdir(), 'tanggap-screenshots-'));
const store = { data: path.join(folder, 'data') };
const open: { browser: DeskBrowser; proxy: FaultyProxy }[] = [];

/** A picture of what the window shows, once nothing moves any more. */
async function picture(page: Page, name: string): Promise<void> {
  await page.mouse.move(683, 760);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((one) => one.finished)).then(() => undefined),
  );
  await page.screenshot({ path: path.join(target, `${name}.png`), caret: 'hide' });
  process.stdout.write(`${name}.png\n`);
}

/** The first `pages` sheets of what printing gives, as pictures; a machine without pdftoppm goes without them. */
async function paper(page: Page, address: string, name: string, pages = 1): Promise<void> {
  await goTo(page, address);
  await page.getByRole('button', { name: 'Simpan PDF' }).waitFor();
  await page.locator('main, [role=document], article').first().waitFor();
  await page.waitForFunction(() => document.querySelector('[aria-live=polite]') === null);
  const pdf = path.join(folder, `${name}.pdf`);
  writeFileSync(pdf, await page.pdf({ preferCSSPageSize: true }));
  const stem = path.join(target, `cetak-${name}`);
  const single = pages === 1 ? ['-singlefile'] : [];
  execFileSync('pdftoppm', ['-r', '100', '-png', '-f', '1', '-l', String(pages), ...single, pdf, stem]);
  process.stdout.write(`cetak-${name}\n`);
}

async function sitDown(username: string, port: number) {
  const proxy = await FaultyProxy.open(port);
  const browser = await openBrowser(path.join(folder, username));
  const desk = { browser, proxy, page: browser.page };
  open.push(desk);
  await desk.page.goto(proxy.origin);
  await desk.page.getByRole('heading', { name: 'Masuk ke Tanggap' }).waitFor();
  if (username === 'operator') await picture(desk.page, 'masuk');
  await signIn(desk.page, proxy.origin, username);
  await untilConnected(desk.page, true);
  await desk.page
    .getByText(/tersinkron/)
    .first()
    .waitFor();
  // A browser without a window never promises to keep what is stored; the notice of it is read, and closed.
  const dismiss = desk.page.getByRole('button', { name: 'Tutup pemberitahuan ini' });
  await dismiss.waitFor();
  await dismiss.click();
  return desk;
}

function ticketsOf(rows: Awaited<ReturnType<typeof deviceRows>>): Ticket[] {
  return [...rows]
    .filter(([key]) => key.startsWith('ticket|'))
    .map(([, row]) => ticketSchema.parse(JSON.parse(row)))
    .sort((a, b) => b.reportedAt - a.reportedAt);
}

function need<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`The demo has no ${what}`);
  return value;
}

const addressOf = ({ id }: Ticket) => encodeURIComponent(id);

async function fillFrm002(page: Page): Promise<void> {
  await goTo(page, '/formulir/frm-002');
  await page.getByRole('textbox', { name: 'Judul Tiket' }).fill('Internet mati di loket pendaftaran RSUD');
  await page.getByRole('textbox', { name: 'Klien', exact: false }).first().fill('Sri Wahyuni');
  await page.getByRole('textbox', { name: 'Telepon' }).fill('0812-5550-0117');
  await page.getByLabel('Kategori Tiket').selectOption({ label: 'Insiden - Jaringan' });
  await page.getByLabel('Layanan', { exact: true }).selectOption({ label: 'Internet mati' });
  await page
    .getByRole('textbox', { name: 'Isi Tiket' })
    .fill('Sejak pukul 13.40 empat loket tidak terhubung ke internet. Lampu sakelar di lantai satu padam.');
  for (const group of ['Urgensi', 'Dampak'])
    await page
      .getByRole('radiogroup', { name: group })
      .getByRole('radio', { name: /^Tinggi/ })
      .check();
}

async function screensOfTheOperator(port: number): Promise<void> {
  const desk = await sitDown('operator', port);
  const { page } = desk;
  await picture(page, 'daftar-tiket');
  const tickets = ticketsOf(await deviceRows(page));
  const inHand = tickets.filter(
    ({ state, kind, openEscalation }) =>
      state === 'in_progress' && kind === 'incident' && openEscalation === null,
  );
  const ticket = need(inHand[0], 'incident in hand');
  for (let press = 0; press < 9; press += 1) await page.keyboard.press('j');
  await page.getByRole('article').waitFor();
  await picture(page, 'daftar-dan-tiket');
  await openTicketPage(page, ticket);
  await picture(page, 'tiket');
  await page.getByRole('button', { name: 'Mengapa tenggat ini?' }).last().click();
  await page.getByRole('dialog').waitFor();
  await picture(page, 'mengapa-tenggat-ini');
  await page.keyboard.press('Escape');
  await goTo(page, '/formulir/frm-001');
  await page.getByRole('textbox', { name: 'Nama pelapor' }).waitFor();
  await picture(page, 'frm-001');
  await fillFrm002(page);
  await picture(page, 'frm-002');
  await goTo(page, `/tiket/${addressOf(ticket)}/eskalasi`);
  await page
    .getByRole('textbox', { name: 'Alasan eskalasi' })
    .fill('Layanan tetap berhenti setelah dimulai ulang; perlu pengembang aplikasi.');
  await page
    .getByRole('textbox', { name: 'Yang sudah dicoba' })
    .fill('Layanan dimulai ulang dua kali; sertifikat dan nama domain diperiksa.');
  const technician = page.getByLabel('Teknisi tujuan');
  await technician.selectOption(
    await technician.getByRole('option', { name: /^Putri/ }).getAttribute('value'),
  );
  await picture(page, 'frm-006');

  // Two operators on one ticket, one of them without a network.
  const other = await sitDown('operator.lina', port);
  const contested = need(inHand[1], 'second incident in hand');
  for (const { page: theirs } of [desk, other]) await openTicketPage(theirs, contested);
  await leaveNetwork(desk);
  await writeNotes(page, ['Kabel diganti sementara; pelapor diminta mencoba lagi pukul 14.30.']);
  await correctField(page, 'Telepon klien', '0812-5550-0221');
  await picture(page, 'luring');
  await changeStatus(
    page,
    'Tunggu pelapor',
    'Yang ditunggu dari pelapor',
    'Hasil percobaan dari empat loket.',
  );
  const reason = 'Laporan ganda dari loket yang sama.';
  await changeStatus(other.page, 'Batalkan tiket', 'Alasan pembatalan', reason);
  await comeBack(desk);
  const next = need(inHand[2], 'third incident in hand');
  for (const { page: theirs } of [desk, other]) await openTicketPage(theirs, next);
  await leaveNetwork(other);
  await correctField(other.page, 'Pengelola teknis', 'Seksi Pengembangan Aplikasi');
  await correctField(page, 'Pengelola teknis', 'Seksi Infrastruktur TIK');
  await untilSent(page);
  await comeBack(other);
  await untilToReview(page, 3);
  await goTo(page, '/tinjau');
  await page.getByRole('heading', { name: 'Perlu ditinjau', exact: true }).waitFor();
  await picture(page, 'perlu-ditinjau');

  const withForm = async (code: string) => {
    const rows = await deviceRows(page);
    const forms = [...rows].filter(([key]) => key.startsWith('form|')).map(([, row]) => JSON.parse(row));
    const found = ticketsOf(rows).find(
      ({ id, state }) =>
        state === 'closed' && forms.some((form) => form.ticketId === id && form.code === code),
    );
    return addressOf(need(found, `closed ticket with ${code}`));
  };
  const escalated = await withForm('FRM-006');
  await paper(page, `/cetak/frm-001/${await withForm('FRM-001')}`, 'frm-001');
  await paper(page, `/cetak/frm-002/${escalated}`, 'frm-002');
  await paper(page, `/cetak/frm-006/${escalated}/1`, 'frm-006');
  await paper(page, `/cetak/tiket/${escalated}`, 'tiket', 2);
}

/** Offices on the other packs: what their forms ask, and how far a request of Jawa Barat has come. */
async function screensOfOtherPacks(port: number): Promise<void> {
  const magelang = await sitDown('operator.magelang', port);
  await goTo(magelang.page, '/formulir/frm-002');
  await magelang.page.getByRole('radiogroup', { name: /^Kelas layanan/ }).waitFor();
  await magelang.page.getByRole('radiogroup', { name: /^Kelas layanan/ }).scrollIntoViewIfNeeded();
  await picture(magelang.page, 'frm-002-magelang');
  const jabar = await sitDown('operator.jabar', port);
  const tickets = ticketsOf(await deviceRows(jabar.page));
  const waiting = tickets.find(({ state }) => state === 'waiting');
  await openTicketPage(jabar.page, need(waiting ?? tickets[0], 'ticket of Jawa Barat'));
  await picture(jabar.page, 'tiket-jawa-barat');
}

async function screensOfTheAdministrator(port: number): Promise<void> {
  const { page } = await sitDown('admin', port);
  for (const [address, name] of [
    ['/pengaturan/aturan', 'aturan-sla'],
    ['/pengaturan/kalender', 'kalender'],
    ['/pengaturan/kantor', 'kantor'],
  ] as const) {
    await goTo(page, address);
    await page.getByRole('main').getByRole('heading').first().waitFor();
    await picture(page, name);
  }
}

try {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const web = copyOfApp(folder);
  shiftBuiltApp(web, shift);
  runCli(store, ['demo', '--today', today]);
  shiftChildProcesses(shift);
  const port = await freePort();
  const server = new ServerProcess(store, port, web);
  await server.start();
  try {
    await screensOfTheOperator(port);
    await screensOfOtherPacks(port);
    await screensOfTheAdministrator(port);
    const technician = await sitDown('teknisi.surya', port);
    await goTo(technician.page, '/tugas');
    await technician.page.getByRole('heading', { name: 'Tugas saya' }).waitFor();
    await picture(technician.page, 'tugas-saya');
    const supervisor = await sitDown('supervisor', port);
    await goTo(supervisor.page, '/rekap');
    await supervisor.page.getByRole('heading', { name: 'Pencapaian tenggat' }).waitFor();
    await picture(supervisor.page, 'rekap');
    await paper(supervisor.page, '/cetak/rekap/2026-10', 'rekap', 3);
  } finally {
    for (const { browser, proxy } of open) {
      await browser.close();
      await proxy.close();
    }
    await server.stop();
  }
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
