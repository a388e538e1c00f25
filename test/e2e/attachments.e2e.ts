import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeskBrowser, openBrowser } from './support/browser.ts';
import { fillWithDemo } from './support/demo-data.ts';
import { signIn } from './support/desk-person.ts';
import { FaultyProxy } from './support/faulty-proxy.ts';
import { copyOfApp, freePort, ServerProcess } from './support/server-process.ts';
import { deviceTickets, goTo, openTicketPage, untilConnected } from './support/ticket-steps.ts';
import { comeBack, leaveNetwork } from './support/two-desks.ts';
import { until } from './support/until.ts';

/** A picture with a note where it was taken, made by the browser itself: 2,600 pixels wide. */
async function photoWithPlace(page: Page): Promise<Buffer> {
  const jpeg = await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    canvas.width = 2600;
    canvas.height = 1300;
    const pen = canvas.getContext('2d');
    for (let at = 0; pen !== null && at < 2600; at += 13) {
      pen.fillStyle = `hsl(${at % 360} 70% ${30 + (at % 50)}%)`;
      pen.fillRect(at, (at * 7) % 1100, 300, 190);
    }
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.95));
    return blob === null ? [] : [...new Uint8Array(await blob.arrayBuffer())];
  });
  const note = Buffer.from('Exif\0\0GPS -7.6298,111.5239');
  const head = Buffer.from([0xff, 0xe1, 0, note.length + 2]);
  return Buffer.concat([Buffer.from(jpeg.slice(0, 2)), head, note, Buffer.from(jpeg.slice(2))]);
}

const panelOf = (page: Page) => page.getByRole('region', { name: 'Lampiran' });
const choose = (page: Page, path: string) => panelOf(page).locator('input[type=file]').setInputFiles(path);

/** The bytes the browser saves when the file's button is pressed. */
async function savedBytes(page: Page, name: string): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    panelOf(page)
      .getByRole('button', { name: `Simpan ${name} ke komputer` })
      .click(),
  ]);
  return readFileSync(await download.path());
}

describe('attachments in the browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tanggap-e2e-files-'));
  let server: ServerProcess;
  let proxy: FaultyProxy;
  let desk: DeskBrowser;
  let other: DeskBrowser | null = null;

  beforeAll(async () => {
    const store = { data: join(folder, 'data') };
    const web = copyOfApp(folder);
    fillWithDemo(store);
    const port = await freePort();
    server = new ServerProcess(store, port, web);
    await server.start();
    proxy = await FaultyProxy.open(port);
    desk = await openBrowser(join(folder, 'desk'));
  }, 240_000);

  afterAll(async () => {
    await desk?.close();
    await other?.close();
    await proxy?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('ATT-1 a photo attached offline outlives a killed browser, is sent when the line is back, and another desk has the same bytes', async () => {
    await signIn(desk.page, proxy.origin, 'admin');
    await untilConnected(desk.page, true);
    const ticket = await until('the first pull', async () => (await deviceTickets(desk.page)).at(-1));
    await openTicketPage(desk.page, ticket);
    const photo = join(folder, 'IMG 20261120.jpg');
    const original = await photoWithPlace(desk.page);
    writeFileSync(photo, original);
    const program = join(folder, 'bukan.png');
    writeFileSync(program, '<svg xmlns="http://www.w3.org/2000/svg"/>');

    await leaveNetwork({ proxy, browser: desk, page: desk.page });
    await choose(desk.page, photo);
    await panelOf(desk.page).getByText('tersimpan di perangkat, menunggu dikirim').waitFor();
    await choose(desk.page, program);
    await panelOf(desk.page)
      .getByText(/^bukan\.png: jenis berkas tidak diterima/)
      .waitFor();
    await desk.kill();

    desk = await openBrowser(join(folder, 'desk'));
    await desk.page.goto(proxy.origin).catch(() => undefined);
    await openTicketPage(desk.page, ticket);
    await panelOf(desk.page).getByText('tersimpan di perangkat, menunggu dikirim').waitFor();
    await panelOf(desk.page).getByRole('img', { name: 'IMG 20261120.jpg' }).waitFor();
    await comeBack({ proxy, browser: desk, page: desk.page });
    await panelOf(desk.page).getByText('terkirim, ada di perangkat').waitFor({ timeout: 90_000 });
    const kept = await savedBytes(desk.page, 'IMG 20261120.jpg');
    expect(kept.includes('GPS')).toBe(false);
    expect(kept.length).toBeLessThan(original.length);

    other = await openBrowser(join(folder, 'other'));
    await signIn(other.page, server.origin, 'admin');
    await untilConnected(other.page, true);
    await openTicketPage(other.page, ticket);
    await panelOf(other.page).getByText('belum diunduh').waitFor();
    await panelOf(other.page).getByRole('button', { name: 'Unduh IMG 20261120.jpg' }).click();
    await panelOf(other.page).getByRole('img', { name: 'IMG 20261120.jpg' }).waitFor();
    expect((await savedBytes(other.page, 'IMG 20261120.jpg')).equals(kept)).toBe(true);
    if (process.env.LOOK !== undefined) {
      await panelOf(other.page).scrollIntoViewIfNeeded();
      await other.page.screenshot({ path: process.env.LOOK });
    }
  }, 240_000);

  it('ATT-1 a file chosen on FRM-001 is kept with the draft, and on the ticket once it is recorded', async () => {
    const { page } = desk;
    const path = join(folder, 'surat pengantar.txt');
    writeFileSync(path, 'Mohon bantuan pemeriksaan jaringan.');
    await goTo(page, '/formulir/frm-001');
    await page.getByRole('heading', { name: 'FRM-001 Pelaporan' }).waitFor();
    await page.locator('input[type=file]').setInputFiles(path);
    await page.getByText('surat pengantar.txt · 35 B').waitFor();
    await page.getByRole('textbox', { name: 'Nama pelapor' }).fill('Kartika Sari');
    await page.getByRole('textbox', { name: 'Judul Tiket' }).fill('Jaringan loket mati');
    await page.getByRole('textbox', { name: 'Gejala atau uraian laporan' }).fill('Sejak pagi.');
    await page
      .getByRole('combobox', { name: 'Kategori Tiket' })
      .selectOption({ label: 'Insiden - Hardware' });
    await page.getByRole('checkbox', { name: /Pelapor setuju/ }).check();
    if (process.env.LOOK_FORM !== undefined) await page.screenshot({ path: process.env.LOOK_FORM });
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: /tercatat/ }).waitFor();
    await page.getByRole('button', { name: 'Buka tiket' }).click();
    await panelOf(page).getByText('surat pengantar.txt').waitFor();
    await panelOf(page).getByText('terkirim, ada di perangkat').waitFor({ timeout: 60_000 });
  }, 120_000);
});
