import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import people from '#resources/demo/people.json' with { type: 'json' };
import { findPostgres, startPostgres, type ThrowawayPostgres } from '../support/postgres.ts';
import { type DeskBrowser, openBrowser } from './support/browser.ts';
import { fillWithDemo } from './support/demo-data.ts';
import { chooseByTyping, signIn, tabTo, untilSent, waitingToBeSent } from './support/desk-person.ts';
import { deviceRows, type SeenRows, serverContent } from './support/seen-rows.ts';
import { copyOfApp, freePort, runCli, ServerProcess, type ServerStore } from './support/server-process.ts';
import { until } from './support/until.ts';

const technician = 'Dimas Prayoga, S.Kom.';

/** The offices the people of this story work for; the demo's others lie in other cities. */
const offices: readonly string[] = [
  people.find(({ username }) => username === 'supervisor')?.scope ?? [],
].flat();

interface NewTicket {
  readonly title: string;
  readonly client: string;
  readonly category: string;
  readonly text: string;
  readonly urgency: string;
}

/** FRM-002 from `c` to Ctrl+Enter without a mouse; returns the ticket's number. */
async function registerByKeyboard(page: Page, ticket: NewTicket): Promise<string> {
  await page.keyboard.press('c');
  await page.getByRole('heading', { name: 'FRM-002 Pencatatan' }).waitFor();
  await tabTo(page, 'Judul Tiket');
  await page.keyboard.type(ticket.title);
  await tabTo(page, 'Klien');
  await page.keyboard.type(ticket.client);
  await tabTo(page, 'Kategori Tiket');
  await chooseByTyping(page, ticket.category);
  await tabTo(page, 'Isi Tiket');
  await page.keyboard.type(ticket.text);
  await tabTo(page, 'Tinggi', 'radio');
  await page.keyboard.press('Space');
  if (ticket.urgency === 'Rendah') {
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.keyboard.press('Control+Enter');
  return savedNumber(page);
}

async function savedNumber(page: Page): Promise<string> {
  const saved = page.getByRole('heading', { name: /^Tiket (INS|PLY|AKS)-\S+ tercatat/ });
  await saved.waitFor();
  await page.getByText('Tersimpan di perangkat').first().waitFor();
  return /(?:INS|PLY|AKS)-\S+/.exec((await saved.textContent()) ?? '')?.[0] ?? '';
}

/** FRM-001, as taken on the telephone. */
async function takeReport(page: Page, title: string): Promise<string> {
  await page.keyboard.press('f');
  await page.getByRole('heading', { name: 'FRM-001 Pelaporan' }).waitFor();
  await tabTo(page, 'Nama pelapor');
  await page.keyboard.type('Kartika Sari');
  await tabTo(page, 'Judul Tiket');
  await page.keyboard.type(title);
  await tabTo(page, 'Gejala atau uraian laporan');
  await page.keyboard.type('Pencetak antrean tidak menyala sejak pagi.');
  await tabTo(page, 'Kategori Tiket');
  await chooseByTyping(page, 'Insiden - Hardware');
  await tabTo(page, 'Pelapor setuju data pribadinya');
  await page.keyboard.press('Space');
  await page.keyboard.press('Control+Enter');
  return savedNumber(page);
}

/** From anywhere to the ticket's page, by the list's search. */
async function openTicket(page: Page, number: string): Promise<void> {
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await page.getByRole('searchbox').or(page.getByPlaceholder('Cari nomor, judul, klien')).first().waitFor();
  await page
    .getByRole('tab', { name: /^Semua/ })
    .or(page.getByRole('button', { name: /^Semua/ }))
    .first()
    .press('Enter');
  await page.keyboard.press('/');
  await page.keyboard.press('Control+a');
  await page.keyboard.type(number);
  await page.getByText('1 tiket', { exact: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.getByRole('article', { name: number }).waitFor();
}

async function countdownOf(page: Page, number: string): Promise<string> {
  await openTicket(page, number);
  return (await page.getByRole('article', { name: number }).textContent()) ?? '';
}

/** Rows of the spaces a technician may see are those of the whole demo town: everything but accounts. */
function expectSame(device: SeenRows, server: SeenRows): void {
  const differing = [...server].filter(([key, row]) => device.get(key) !== row).map(([key]) => key);
  expect(differing).toEqual([]);
  expect(device.size).toBe(server.size);
}

function tellsTheWholeStory(name: string, prepare: () => Promise<ServerStore>): void {
  describe(name, () => {
    const folder = mkdtempSync(join(tmpdir(), 'tanggap-e2e-'));
    let store: ServerStore;
    let server: ServerProcess;
    let desk: DeskBrowser;
    let field: DeskBrowser;
    let supervisor: DeskBrowser;
    const numbers: string[] = [];
    const profile = (person: string) => join(folder, person);

    beforeAll(async () => {
      const web = copyOfApp(folder);
      store = await prepare();
      fillWithDemo(store);
      server = new ServerProcess(store, await freePort(), web);
      await server.start();
      desk = await openBrowser(profile('operator'));
      field = await openBrowser(profile('technician'));
      await signIn(desk.page, server.origin, 'operator');
      await signIn(field.page, server.origin, 'teknisi');
      for (const { page } of [desk, field]) {
        await page
          .getByText(/^Daring/)
          .first()
          .waitFor();
        await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
      }
    });

    afterAll(async () => {
      await desk?.close();
      await field?.close();
      await supervisor?.close();
      await server?.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    });

    // What each person saw when a step failed, for whoever has to find out why.
    afterEach(async ({ task }) => {
      if (task.result?.state !== 'fail') return;
      mkdirSync('test-results', { recursive: true });
      for (const [person, browser] of Object.entries({ desk, field, supervisor })) {
        const path = join('test-results', `${name.slice(-10)}-${person}.png`);
        await browser?.page.screenshot({ path }).catch(() => undefined);
      }
    });

    it('server stopped: three tickets by keyboard, a reply, an escalation', async () => {
      await server.stop();
      const { page } = desk;
      await page
        .getByText(/^Luring/)
        .first()
        .waitFor();
      numbers.push(
        await registerByKeyboard(page, {
          title: 'Internet mati di loket pendaftaran',
          client: 'Sri Wahyuni',
          category: 'Insiden - Jaringan',
          text: 'Sejak pukul delapan seluruh loket tidak terhubung.',
          urgency: 'Tinggi',
        }),
      );
      numbers.push(
        await registerByKeyboard(page, {
          title: 'Aplikasi surat tidak dapat dibuka',
          client: 'Bambang Irawan',
          category: 'Insiden - Aplikasi',
          text: 'Muncul pesan galat ketika membuka surat masuk.',
          urgency: 'Rendah',
        }),
      );
      numbers.push(await takeReport(page, 'Pencetak antrean rusak'));
      expect(new Set(numbers).size).toBe(3);

      await openTicket(page, numbers[1] ?? '');
      await page.keyboard.press('r');
      await page.keyboard.type('Mohon tutup aplikasi, lalu buka kembali setelah lima menit.');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('listitem').filter({ hasText: 'Mohon tutup aplikasi' }).waitFor();

      for (const number of [numbers[0] ?? '', numbers[2] ?? '']) await escalateByKeyboard(page, number);
      expect(await waitingToBeSent(page)).toBeGreaterThanOrEqual(6);
    });

    it('F2 browser killed and started again, still no server: everything is there and the clocks run', async () => {
      const before = await deviceRows(desk.page);
      const waiting = await waitingToBeSent(desk.page);
      await desk.kill();
      desk = await openBrowser(profile('operator'));
      await desk.page.goto(server.origin);
      await desk.page
        .getByText(/^Luring/)
        .first()
        .waitFor();
      expect(await waitingToBeSent(desk.page)).toBe(waiting);
      expectSame(await deviceRows(desk.page), before);
      expect(await countdownOf(desk.page, numbers[0] ?? '')).toMatch(/lagi|lewat|terpenuhi/);
    });

    it('server started: everything is sent without a click; the technician receives the assignment', async () => {
      await server.start();
      await untilSent(desk.page);
      await openTasks(field.page);
      await field.page
        .getByText(numbers[0] ?? '')
        .first()
        .waitFor({ timeout: 60_000 });
      await field.page
        .getByText(numbers[2] ?? '')
        .first()
        .waitFor({ timeout: 60_000 });
    });

    it('the technician offline answers one and returns the other, and comes back', async () => {
      const { page, context } = field;
      await context.setOffline(true);
      await server.stop();
      await page
        .getByText(/^Luring/)
        .first()
        .waitFor();
      await openTicket(page, numbers[0] ?? '');
      await page.getByRole('button', { name: 'Jawab' }).first().click();
      await page
        .getByRole('textbox', { name: 'Solusi' })
        .fill('Kabel utama diganti; koneksi diuji dari empat loket.');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await openTicket(page, numbers[2] ?? '');
      await page.getByRole('button', { name: 'Kembalikan' }).first().click();
      await page
        .getByRole('textbox', { name: 'Alasan dikembalikan' })
        .fill('Perangkat dikelola penyedia luar.');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(await waitingToBeSent(page)).toBeGreaterThanOrEqual(2);
      await context.setOffline(false);
      await server.start();
      await untilSent(page);
      await openTicket(desk.page, numbers[0] ?? '');
      await desk.page.getByText('Kabel utama diganti').first().waitFor();
      await openTicket(desk.page, numbers[2] ?? '');
      await desk.page.getByText('Perangkat dikelola penyedia luar').first().waitFor();
    });

    it("the supervisor's recap counts them, on screen as on the command line", async () => {
      supervisor = await openBrowser(profile('supervisor'));
      await signIn(supervisor.page, server.origin, 'supervisor');
      await supervisor.page
        .getByText(/tersinkron \d/)
        .first()
        .waitFor();
      await supervisor.page.keyboard.press('g');
      await supervisor.page.keyboard.press('r');
      await supervisor.page.getByRole('heading', { name: /rekap/i }).first().waitFor();
      await server.stop();
      const month = new Intl.DateTimeFormat('sv', {
        timeZone: 'Asia/Jakarta',
        year: 'numeric',
        month: '2-digit',
      });
      const printed = offices.map((opd) => {
        const asked = ['recap', '--period', month.format(Date.now()), '--opd', opd];
        return (JSON.parse(runCli(store, asked)) as { totals: { reported: number } }).totals.reported;
      });
      const total = printed.reduce((sum, reported) => sum + reported, 0);
      expect(total).toBeGreaterThanOrEqual(3);
      const said = new Intl.NumberFormat('id').format(total);
      const reported = supervisor.page.getByRole('row').filter({ hasText: /^Dilaporkan/ });
      await reported.getByRole('cell', { name: said, exact: true }).first().waitFor();
    });

    it('both stores equal the server, each mutation once in the database', async () => {
      const { rows, mutations } = await serverContent(store, offices);
      await until('both devices to hold what the server holds', async () => {
        const seen = await deviceRows(desk.page);
        return seen.size === rows.size ? true : undefined;
      });
      expectSame(await deviceRows(desk.page), rows);
      expectSame(await deviceRows(field.page), rows);
      const byDevice = Map.groupBy(mutations, ({ device }) => device);
      for (const sent of byDevice.values()) {
        expect(sent.map(({ id }) => id)).toEqual(sent.map((_, at) => at + 1));
      }
      expect(mutations.filter(({ refused }) => refused)).toEqual([]);
      const ticketNumbers = [...rows]
        .filter(([key]) => key.startsWith('ticket|'))
        .map(([, row]) => String(JSON.parse(row).number));
      for (const number of numbers) expect(ticketNumbers.filter((one) => one === number)).toHaveLength(1);
      const replies = [...rows.values()].filter((row) => row.includes('Mohon tutup aplikasi'));
      expect(replies).toHaveLength(1);
    });
  });
}

async function escalateByKeyboard(page: Page, number: string): Promise<void> {
  await openTicket(page, number);
  await page.keyboard.press('e');
  await page.getByRole('heading', { name: /FRM-006 Eskalasi/ }).waitFor();
  await tabTo(page, 'Teknisi tujuan');
  await chooseByTyping(page, technician);
  await tabTo(page, 'Alasan eskalasi');
  await page.keyboard.type('Perlu pemeriksaan perangkat di lokasi.');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: /diteruskan kepada/ }).waitFor();
}

async function openTasks(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await page.getByRole('heading', { name: 'Tugas saya' }).first().waitFor();
}

tellsTheWholeStory('A desk without a network, on the embedded database', async () => ({
  data: join(mkdtempSync(join(tmpdir(), 'tanggap-e2e-')), 'data'),
}));

describe.runIf(findPostgres() !== undefined)('with PostgreSQL', () => {
  let postgres: ThrowawayPostgres | undefined;
  afterAll(() => postgres?.stop());
  tellsTheWholeStory('A desk without a network, on PostgreSQL', async () => {
    postgres = await startPostgres();
    return { url: postgres.url };
  });
});
