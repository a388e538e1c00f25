import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Ticket } from '#shared/domain/ticket.ts';
import { type DeskBrowser, openBrowser } from './support/browser.ts';
import { fillWithDemo } from './support/demo-data.ts';
import { signIn } from './support/desk-person.ts';
import { FaultyProxy } from './support/faulty-proxy.ts';
import { copyOfApp, freePort, ServerProcess } from './support/server-process.ts';
import { register } from './support/staffed-server.ts';
import { deviceTickets, goTo, openTicketPage, untilConnected } from './support/ticket-steps.ts';
import { until } from './support/until.ts';

const folder = mkdtempSync(join(tmpdir(), 'tanggap-kurir-foto-'));
/** The USB stick. */
const stick = (name: string) => join(folder, name);
const lines: FaultyProxy[] = [];
const browsers: DeskBrowser[] = [];
let server: ServerProcess;
let field: Page;
let other: Page;
let center: Page;

/** Somebody's browser, on a line of its own where one is wanted. */
async function person(username: string, origin: string): Promise<Page> {
  const browser = await openBrowser(join(folder, `${username}-${browsers.length}`));
  browsers.push(browser);
  await signIn(browser.page, origin, username);
  await untilConnected(browser.page, true);
  return browser.page;
}

async function withLine(username: string, port: number): Promise<Page> {
  const line = await FaultyProxy.open(port);
  lines.push(line);
  const page = await person(username, line.origin);
  // The key goes to the server with the first whole exchange.
  await goTo(page, '/kurir');
  await page.getByRole('button', { name: 'Buat berkas' }).waitFor();
  return page;
}

beforeAll(async () => {
  const store = { data: join(folder, 'data') };
  const web = copyOfApp(folder);
  fillWithDemo(store, 60);
  const port = await freePort();
  server = new ServerProcess(store, port, web);
  await server.start();
  field = await withLine('operator', port);
  other = await withLine('supervisor', port);
  center = await person('admin', server.origin);
  for (const line of lines) line.cut();
  await untilConnected(field, false);
  await untilConnected(other, false);
}, 240_000);
afterAll(async () => {
  for (const browser of browsers) await browser.close();
  for (const line of lines) await line.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  mkdirSync('test-results', { recursive: true });
  for (const [at, { page }] of browsers.entries())
    await page.screenshot({ path: `test-results/courier-photo-${at}.png` }).catch(() => undefined);
});

const panelOf = (page: Page) => page.getByRole('region', { name: 'Lampiran' });

/** A photo as a camera makes it. */
async function makePhoto(page: Page): Promise<Buffer> {
  const bytes = await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1600, 1200];
    const pen = canvas.getContext('2d');
    for (let at = 0; pen !== null && at < 1600; at += 5) {
      pen.fillStyle = `hsl(${(at * 7) % 360} 70% ${30 + (at % 50)}%)`;
      pen.fillRect(at, (at * 13) % 1000, 90, 160);
    }
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.95));
    return blob === null ? [] : [...new Uint8Array(await blob.arrayBuffer())];
  });
  return Buffer.from(bytes);
}

async function saveBy(page: Page, button: string | RegExp, path: string): Promise<void> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).first().click(),
  ]);
  writeFileSync(path, readFileSync(await download.path()));
}

const pick = (page: Page, ...paths: string[]) =>
  page.locator('input[type=file][accept=".kurir"]').setInputFiles(paths);

const serious = async (page: Page) =>
  (await new AxeBuilder({ page }).analyze()).violations.filter(({ impact }) =>
    ['serious', 'critical'].includes(impact ?? ''),
  );

async function picture(page: Page, name: string): Promise<void> {
  mkdirSync('test-results', { recursive: true });
  await page.screenshot({ path: `test-results/${name}.png` });
}

describe('Courier: a photo by stick, with the server running', () => {
  let ticket: Ticket;

  it('FILE-17 FILE-19 goes to the server, which says why a damaged copy is refused, and is seen there', async () => {
    ticket = await register(field, 'Kabel putus di loket');
    await openTicketPage(field, ticket);
    writeFileSync(stick('loket.jpg'), await makePhoto(field));
    await panelOf(field).locator('input[type=file]').setInputFiles(stick('loket.jpg'));
    await panelOf(field).getByText('tersimpan di perangkat, menunggu dikirim').waitFor();
    await goTo(field, '/kurir');
    await field.getByText(/^1 lampiran menunggu dikirim/).waitFor();
    await saveBy(field, 'Buat berkas', stick('permintaan.kurir'));
    await field.getByText('Lampiran yang ikut dibawa: 1.').waitFor();
    expect(await serious(field)).toEqual([]);
    await picture(field, 'courier-photo-written');

    await goTo(center, '/kurir');
    await center.getByRole('link', { name: 'Di server' }).click();
    await center.getByRole('heading', { name: '1. Impor berkas dari kantor' }).waitFor();
    const damaged = readFileSync(stick('permintaan.kurir'));
    damaged[damaged.length - 1000] = (damaged.at(-1000) ?? 0) ^ 1;
    writeFileSync(stick('rusak.kurir'), damaged);
    await pick(center, stick('rusak.kurir'));
    await center.getByText('Berkas rusak.kurir tidak diimpor').waitFor();
    await center.getByText(/^Berkas rusak, terpotong, berubah di jalan/).waitFor();
    await pick(center, stick('permintaan.kurir'));
    await center.getByText('Lampiran tersimpan di server: 1.').waitFor();
    await saveBy(center, /^Simpan jawaban-/, stick('jawaban.kurir'));
    await center.getByText('Tersimpan', { exact: true }).waitFor();
    expect(await serious(center)).toEqual([]);
    await picture(center, 'courier-at-server');

    await until('the ticket at the center', async () =>
      (await deviceTickets(center)).find(({ id }) => id === ticket.id),
    );
    await openTicketPage(center, ticket);
    await panelOf(center).getByRole('button', { name: 'Unduh loket.jpg' }).click();
    await panelOf(center).getByRole('img', { name: 'loket.jpg' }).waitFor();
  }, 240_000);

  it('FILE-18 comes with the answer to another office, which has no line either', async () => {
    await goTo(other, '/kurir');
    await saveBy(other, 'Buat berkas', stick('kantor-lain.kurir'));
    await goTo(center, '/kurir/server');
    await center.getByRole('heading', { name: '1. Impor berkas dari kantor' }).waitFor();
    await pick(center, stick('kantor-lain.kurir'));
    await saveBy(center, /^Simpan jawaban-/, stick('jawaban-lain.kurir'));
    await pick(other, stick('jawaban-lain.kurir'));
    await other.getByText('1 lampiran kini ada di perangkat ini.').waitFor();
    await picture(other, 'courier-photo-taken');
    await openTicketPage(other, ticket);
    await panelOf(other).getByRole('img', { name: 'loket.jpg' }).waitFor();
    await untilConnected(other, false);
    await picture(other, 'courier-photo-seen');
  }, 240_000);

  it('FILE-17 the answer tells the first office that the photo is there', async () => {
    await goTo(field, '/kurir');
    await pick(field, stick('jawaban.kurir'));
    await field.getByText('Jawaban sudah diimpor').waitFor();
    await openTicketPage(field, ticket);
    await panelOf(field).getByText('terkirim, ada di perangkat').waitFor();
    await untilConnected(field, false);
  }, 240_000);
});
