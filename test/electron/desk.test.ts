import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DeadlineList } from '#shared/ipc/contract.ts';
import { fillWithDemo } from '../e2e/support/demo-data.ts';
import { chooseByTyping, demoPassword, tabTo, untilSent } from '../e2e/support/desk-person.ts';
import { deviceRows, serverContent } from '../e2e/support/seen-rows.ts';
import { copyOfApp, freePort, ServerProcess, type ServerStore } from '../e2e/support/server-process.ts';
import { deviceTickets, goTo, untilConnected } from '../e2e/support/ticket-steps.ts';
import { until } from '../e2e/support/until.ts';
import { launchChromium } from '../support/chromium.ts';
import { type Launch, launchApp } from '../support/electron-stand-in/launch.ts';

const outFolder = path.join(import.meta.dirname, '..', '..', 'out');

/** FRM-002 from `c` to Ctrl+Enter; returns the number the device gave. */
async function register(page: Page, title: string): Promise<string> {
  await page.keyboard.press('c');
  await page.getByRole('heading', { name: 'FRM-002 Pencatatan' }).waitFor();
  await tabTo(page, 'Judul Tiket');
  await page.keyboard.type(title);
  await tabTo(page, 'Klien');
  await page.keyboard.type('Rina Kusuma');
  await tabTo(page, 'Kategori Tiket');
  await chooseByTyping(page, 'Insiden - Jaringan');
  await tabTo(page, 'Isi Tiket');
  await page.keyboard.type('Jaringan di loket pelayanan terputus sejak pukul delapan.');
  await tabTo(page, 'Tinggi', 'radio');
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.keyboard.press('Control+Enter');
  const saved = page.getByRole('heading', { name: /^Tiket INS-\S+ tercatat/ });
  await saved.waitFor();
  return /INS-\S+/.exec((await saved.textContent()) ?? '')?.[0] ?? '';
}

/** The text of a PDF; undefined where the machine has no `pdftotext`. */
function textOf(pdf: string): string | undefined {
  try {
    return execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

describe('built desktop app with a real server', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tanggap-desktop-'));
  const store: ServerStore = { data: path.join(folder, 'data') };
  const userData = path.join(folder, 'desk');
  let server: ServerProcess;
  let browser: Browser;
  let launch: Launch;
  let page: Page;
  let number: string;
  const said: string[] = [];

  beforeAll(async () => {
    const web = copyOfApp(folder);
    fillWithDemo(store);
    server = new ServerProcess(store, await freePort(), web);
    await server.start();
    browser = await launchChromium();
    mkdirSync(userData);
    launch = await launchApp(browser, { userData, outFolder, env: { TANGGAP_USER_DATA: userData } });
    page = await (await launch.window()).webContents.page;
    page.on('console', (message) => said.push(message.text()));
  });
  afterAll(async () => {
    await launch?.close();
    await browser?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  // What was to be seen when a step failed, for whoever has to find out why.
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    mkdirSync('test-results', { recursive: true });
    await page?.screenshot({ path: path.join('test-results', 'desktop.png') }).catch(() => undefined);
  });

  it('asks for the address of the server once', async () => {
    await page.getByRole('textbox', { name: 'Alamat server' }).waitFor();
    await page.keyboard.type(server.origin);
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Nama pengguna' }).waitFor();
    expect(JSON.parse(readFileSync(path.join(userData, 'settings.json'), 'utf8'))).toMatchObject({
      serverOrigin: server.origin,
    });
  });

  it('signs in and takes over the data of the office, as app://tanggap', async () => {
    await tabTo(page, 'Nama pengguna');
    await page.keyboard.type('operator');
    await page.keyboard.press('Tab');
    await page.keyboard.type(demoPassword);
    await page.keyboard.press('Enter');
    await untilConnected(page, true);
    const pulled = await until('the first pull', async () => {
      const tickets = await deviceTickets(page);
      return tickets.length > 0 ? tickets : undefined;
    });
    expect(pulled.length).toBeGreaterThan(50);
    const { crossOriginRequests } = launch.record;
    const paths = new Set(crossOriginRequests.map(({ url }) => new URL(url).pathname));
    for (const known of ['/api/v1/login', '/api/v1/snapshot', '/api/v1/events'])
      expect(paths).toContain(known);
    expect(new Set(crossOriginRequests.map(({ origin }) => origin))).toEqual(new Set(['app://tanggap']));
    // Every call carries a token or JSON, so each needs the server's leave first.
    expect(new Set(crossOriginRequests.map(({ preflight }) => preflight))).toEqual(new Set(['passed']));
  });

  it('registers a ticket and hands it to the server', async () => {
    number = await register(page, 'Jaringan loket pelayanan terputus');
    await untilSent(page);
    expect(launch.record.crossOriginRequests.map(({ url }) => new URL(url).pathname)).toContain(
      '/api/v1/push',
    );
  });

  it('turns the ticket into a PDF that names it', async () => {
    const ticket = await ticketOf(number);
    await goTo(page, `/cetak/tiket/${encodeURIComponent(ticket.id)}`);
    const file = path.join(folder, 'tiket.pdf');
    launch.record.saveDialogAnswers.push(file);
    const button = page.getByRole('button', { name: 'Simpan PDF' });
    await page.getByText(number).first().waitFor();
    await button.click();
    const bytes = await until('the PDF', () => {
      try {
        return readFileSync(file);
      } catch {
        return undefined;
      }
    });
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(launch.record.saveDialogs.at(-1)).toEqual({ defaultPath: `tiket-${number}.pdf` });
    const text = textOf(file);
    if (text === undefined) process.stdout.write('the text of the PDF was not checked: no pdftotext\n');
    else expect(text).toContain(number);
    await page.getByRole('button', { name: 'Kembali' }).click();
    await page.getByText('menunggu dikirim').first().waitFor();
    await goTo(page, '/tiket');
  });

  it('hands the coming deadlines to the shell, which announces each at its instant and counts them', async () => {
    const ticket = await ticketOf(number);
    const { deadline, clockOffsetMs } = await until('the deadline of the ticket', () => {
      const lists = launch.record.requests.filter(({ channel }) => channel === 'deadlines.set');
      const list = lists.at(-1)?.args[0] as DeadlineList | undefined;
      const found = list?.deadlines.find(({ id }) => id.startsWith(`${ticket.id} `));
      return found && { deadline: found, clockOffsetMs: list?.clockOffsetMs ?? 0 };
    });
    // On this computer's clock, which the exchange may have found a little before or behind the server's.
    const instant = deadline.at - clockOffsetMs;
    expect(instant).toBeGreaterThan(launch.time.now());
    const announced = () => launch.record.notifications.filter(({ title }) => title.includes(number));
    launch.time.advance(instant - 1000 - launch.time.now());
    expect(announced()).toEqual([]);
    launch.time.advance(1000);
    expect(announced()).toHaveLength(1);
    expect(announced()[0]).toMatchObject({ title: deadline.title, body: deadline.body });
    expect(deadline.body).toMatch(/ Tenggat .+ WIB\.\nJaringan loket pelayanan terputus$/);
    announced()[0]?.click();
    await page.getByRole('article', { name: number }).waitFor();
    expect(launch.record.trays[0]?.tooltip).toMatch(/^Tanggap: \d+ terlambat, \d+ mendekati tenggat$/);
  });

  it('goes on without the server, and sends what was written when it is back', async () => {
    await server.stop('SIGKILL');
    await untilConnected(page, false);
    const offline = await register(page, 'Pencetak antrean tidak menyala');
    await server.start();
    await untilSent(page);
    await untilConnected(page, true);
    // The embedded database is read while its server is stopped.
    await server.stop();
    const device = await deviceRows(page);
    const { rows } = await serverContent(store);
    for (const wanted of [number, offline]) {
      const key = `ticket|${(await ticketOf(wanted)).id}`;
      expect(rows.get(key)).toContain(wanted);
      expect(rows.get(key)).toBe(device.get(key));
    }
  });

  it('broke no policy, asked no other host and left no service worker', async () => {
    expect(launch.record.violations).toEqual([]);
    expect(launch.record.pageErrors).toEqual([]);
    expect(launch.record.blockedRequests).toEqual([]);
    expect(new Set(launch.record.crossOriginRequests.map(({ url }) => new URL(url).origin))).toEqual(
      new Set([server.origin]),
    );
    expect(said.filter((text) => /service worker/i.test(text))).toEqual([]);
  });

  async function ticketOf(wanted: string) {
    const ticket = (await deviceTickets(page)).find((candidate) => candidate.number === wanted);
    if (ticket === undefined) throw new Error(`no ticket ${wanted} on the device`);
    return ticket;
  }
});
