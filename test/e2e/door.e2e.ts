import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type DeskBrowser, openBrowser } from './support/browser.ts';
import { fillWithDemo } from './support/demo-data.ts';
import { tabTo } from './support/desk-person.ts';
import { FaultyProxy } from './support/faulty-proxy.ts';
import { copyOfApp, freePort, runCli, ServerProcess } from './support/server-process.ts';
import { deviceTickets, openTicketPage, untilConnected } from './support/ticket-steps.ts';

const givenPassword = 'dipilihkan-administrator';
const ownPassword = 'sandi milik sendiri 2026';

async function typeInto(page: Page, name: string, text: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

describe('the door of a desk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tanggap-e2e-door-'));
  let server: ServerProcess;
  let proxy: FaultyProxy;
  let desk: DeskBrowser;

  beforeAll(async () => {
    const store = { data: join(folder, 'data') };
    const web = copyOfApp(folder);
    fillWithDemo(store, 60);
    runCli(store, ['user', 'password', '--username', 'operator', '--password-stdin'], givenPassword);
    const port = await freePort();
    server = new ServerProcess(store, port, web);
    await server.start();
    proxy = await FaultyProxy.open(port);
    desk = await openBrowser(join(folder, 'profile'));
  });
  afterAll(async () => {
    await desk?.close();
    await proxy?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  afterEach(async ({ task }) => {
    const path = join('test-results', `${task.name.replace(/\W+/g, '-').slice(0, 40)}.png`);
    if (task.result?.state === 'fail') await desk?.page.screenshot({ path }).catch(() => undefined);
  });

  it('SES-7 PASSWORD-1 a first log-in with a password somebody else chose ends on a page that asks for another', async () => {
    const { page } = desk;
    await page.goto(proxy.origin);
    await page.getByRole('textbox', { name: 'Nama pengguna' }).waitFor();
    await typeInto(page, 'Nama pengguna', 'operator');
    await typeInto(page, 'Kata sandi', givenPassword);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Ganti kata sandi' }).waitFor();
    expect(await page.getByText('perlu ditinjau').count()).toBe(0);

    const say = async (next: string, again = next) => {
      await typeInto(page, 'Kata sandi sekarang', givenPassword);
      await typeInto(page, 'Kata sandi baru', next);
      await typeInto(page, 'Kata sandi baru, sekali lagi', again);
      await page.keyboard.press('Enter');
    };
    await say('pendek');
    await page.getByText('Terlalu pendek.').waitFor();
    await say('saya operator 2026');
    await page.getByText('Memuat nama pengguna Anda.').waitFor();
    await say(ownPassword, 'lain sama sekali');
    await page.getByText('Berbeda dengan kata sandi baru.').waitFor();
    // A reload is no way around it.
    await page.reload();
    await page.getByRole('heading', { name: 'Ganti kata sandi' }).waitFor();
    expect(await page.getByRole('button', { name: /ganti nanti/ }).count()).toBe(0);
    await say(ownPassword);
    await untilConnected(page, true);
    await page.reload();
    await untilConnected(page, true);
    expect(await page.getByRole('heading', { name: 'Ganti kata sandi' }).count()).toBe(0);
  });

  it('SES-5 F23 after 72 hours without the server the desk asks for the password; what was being typed is still there', async () => {
    const { page } = desk;
    await page
      .getByText(/tersinkron/)
      .first()
      .waitFor();
    const ticket = (await deviceTickets(page)).find(({ state }) => state === 'in_progress');
    if (ticket === undefined) throw new Error('no ticket in hand');
    proxy.cut();
    await page.clock.install();
    await page.reload();
    await untilConnected(page, false);
    await openTicketPage(page, ticket);
    await page.keyboard.press('r');
    const box = page.getByRole('textbox', { name: 'Balasan untuk pelapor' });
    await box.fill('Petugas kami sedang dalam perj');
    await page.clock.fastForward(72.5 * 3_600_000);
    await page.getByRole('heading', { name: 'Layar terkunci' }).waitFor();
    expect(await box.count()).toBe(0);
    await page.keyboard.type('salah');
    await page.keyboard.press('Enter');
    await page.getByText('Kata sandi salah.').waitFor();
    await page.keyboard.type(ownPassword);
    await page.keyboard.press('Enter');
    await box.waitFor();
    expect(await box.inputValue()).toBe('Petugas kami sedang dalam perj');
  });
});
