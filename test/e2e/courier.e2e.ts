import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type DeskBrowser, openBrowser } from './support/browser.ts';
import { fillWithDemo } from './support/demo-data.ts';
import { signIn } from './support/desk-person.ts';
import { copyOfApp, freePort, runCli, ServerProcess } from './support/server-process.ts';
import { register } from './support/staffed-server.ts';
import { goTo, untilConnected } from './support/ticket-steps.ts';

const words = 'rahasia di jalan raya';
const folder = mkdtempSync(join(tmpdir(), 'tanggap-kurir-'));
const store = { data: join(folder, 'data') };
/** The USB stick. */
const stick = (name: string) => join(folder, name);
let server: ServerProcess;
let browser: DeskBrowser;
let page: Page;

beforeAll(async () => {
  const web = copyOfApp(folder);
  fillWithDemo(store, 60);
  server = new ServerProcess(store, await freePort(), web);
  await server.start();
  browser = await openBrowser(join(folder, 'operator'));
  page = browser.page;
  await signIn(page, server.origin, 'operator');
  await untilConnected(page, true);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  mkdirSync('test-results', { recursive: true });
  await page.screenshot({ path: 'test-results/courier.png' }).catch(() => undefined);
});

async function openCourier(): Promise<void> {
  await goTo(page, '/kurir');
  await page.getByRole('button', { name: 'Buat berkas' }).waitFor();
}

async function writeTo(path: string): Promise<void> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Buat berkas' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^tanggap-[A-Z0-9]{2,3}-\d{4}\.kurir$/);
  writeFileSync(path, readFileSync(await download.path()));
}

/** Hands files to the import, as the picker does. */
const pick = (...paths: string[]) => page.locator('input[type=file][accept=".kurir"]').setInputFiles(paths);

const pendingShown = (count: number) =>
  page.getByText(`${count} menunggu dikirim`, { exact: true }).waitFor({ timeout: 45_000 });

const serious = async () =>
  (await new AxeBuilder({ page }).analyze()).violations.filter(({ impact }) =>
    ['serious', 'critical'].includes(impact ?? ''),
  );

describe('Courier: an office whose line is gone', () => {
  it('FILE-1 FILE-3 carries its work there and the answer back on a stick', async () => {
    // The key goes to the server with the first whole exchange.
    await openCourier();
    await server.stop();
    await untilConnected(page, false);
    await register(page, 'Jaringan loket padam');
    await register(page, 'Pencetak antrean macet');
    await pendingShown(2);
    await page.getByRole('link', { name: 'Kirim dengan kurir' }).click();
    await page.getByText('2 perubahan menunggu dikirim').waitFor();
    await page.getByRole('checkbox', { name: 'Kunci dengan kata sandi' }).check();
    const word = page.getByLabel('Kata sandi berkas', { exact: true });
    await word.fill('pendek');
    await page.getByRole('button', { name: 'Buat berkas' }).click();
    await page.getByText('Sedikitnya 12 huruf.', { exact: true }).waitFor();
    await word.fill(words);
    await writeTo(stick('permintaan.kurir'));
    await page.getByText(/selesai dibuat, berisi 2 perubahan/).waitFor();
    await pendingShown(2);
    expect(await serious()).toEqual([]);

    writeFileSync(stick('sandi.txt'), `${words}\n`);
    const import_ = ['courier', 'import', stick('permintaan.kurir'), '--passphrase-file', stick('sandi.txt')];
    const told = JSON.parse(runCli(store, [...import_, '--out', stick('jawaban.kurir')]));
    expect(told).toMatchObject({ username: 'operator', mutations: 2, lastMutationId: 2, refused: 0 });
    const again = JSON.parse(runCli(store, [...import_, '--out', stick('lagi.kurir')]));
    expect(again).toMatchObject({ lastMutationId: 2, refused: 0 });

    const damaged = readFileSync(stick('jawaban.kurir'));
    damaged[damaged.length - 100] = (damaged.at(-100) ?? 0) ^ 1;
    writeFileSync(stick('rusak.kurir'), damaged);
    await pick(stick('rusak.kurir'));
    await page.getByText(/Berkas rusak, terpotong/).waitFor();
    await pick(stick('permintaan.kurir'));
    await page.getByText(/Ini berkas dari perangkat/).waitFor();
    expect(await serious()).toEqual([]);
    await pendingShown(2);

    await pick(stick('jawaban.kurir'));
    await page.getByText('Berkas dikunci. Masukkan kata sandinya.').waitFor();
    const lock = page.getByLabel('Kata sandi berkas jawaban', { exact: true });
    await lock.fill('bukan sandinya');
    await page.getByRole('button', { name: 'Buka', exact: true }).click();
    await page.getByText('Kata sandi tidak cocok dengan berkas ini.').waitFor();
    await lock.fill(words);
    await lock.press('Enter');
    await page.getByText('2 perubahan dari perangkat ini sudah diterima server.').waitFor();
    await pendingShown(0);
    await untilConnected(page, false);
    expect(await serious()).toEqual([]);
    mkdirSync('test-results', { recursive: true });
    await page.screenshot({ path: 'test-results/courier-page.png' });
  });

  it('FILE-8 the line comes back afterwards: nothing is sent twice, nothing waits', async () => {
    await server.start();
    await untilConnected(page, true);
    await pendingShown(0);
    await page.getByText('0 perlu ditinjau', { exact: true }).waitFor();
    await pick(stick('lagi.kurir'));
    await page.getByText(/Berkas dikunci/).waitFor();
    await page.getByLabel('Kata sandi berkas jawaban', { exact: true }).fill(words);
    await page.keyboard.press('Enter');
    await page.getByText('Jawaban sudah diimpor').or(page.getByText('Berkas tidak diimpor')).waitFor();
    await server.stop();
    const verified = JSON.parse(runCli(store, ['verify']));
    expect(verified).toMatchObject({ faults: [] });
  });
});
