import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { userSchema } from '#shared/domain/reference.ts';
import { oldTicket } from '../../server/contract/old-tickets.ts';
import { openDatabase } from '../../server/db/open.ts';
import { systemPlatform } from '../../server/platform/system-clock.ts';
import { writeRows } from '../../server/store/rows.ts';
import { type DeskBrowser, openBrowser } from './support/browser.ts';
import { fillWithDemo } from './support/demo-data.ts';
import { signIn } from './support/desk-person.ts';
import { FaultyProxy } from './support/faulty-proxy.ts';
import { copyOfApp, freePort, ServerProcess } from './support/server-process.ts';
import { goTo, untilConnected } from './support/ticket-steps.ts';
import { comeBack, leaveNetwork } from './support/two-desks.ts';

const folder = mkdtempSync(join(tmpdir(), 'tanggap-lama-'));
const store = { data: join(folder, 'data') };
let server: ServerProcess;
let proxy: FaultyProxy;
let browser: DeskBrowser;
let page: Page;
/** The fifteenth of the month so many months ago, UTC ms. */
const monthsAgo = (months: number) => {
  const today = new Date(systemPlatform.clock());
  return Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - months, 15, 3);
};
const labelOf = (months: number) =>
  new Intl.DateTimeFormat('id-ID', { month: 'long', year: 'numeric' }).format(new Date(monthsAgo(months)));

beforeAll(async () => {
  const web = copyOfApp(folder);
  fillWithDemo(store, 60);
  const database = await openDatabase(store, systemPlatform);
  const office = await database.db
    .selectFrom('stored_row')
    .select('doc')
    .where('kind', '=', 'user')
    .where('id', 'like', '%supervisor%')
    .executeTakeFirst();
  const { opd } = userSchema.parse(office?.doc);
  const rows = [16, 17, 18].flatMap((months) =>
    Array.from({ length: 40 }, (_, at) =>
      oldTicket(`0100-${99 - months}-${String(99 - at)}`, monthsAgo(months) + at * 60_000, {
        opd,
        title: `Pencetak ${at} macet`,
        number: `INS-${opd}-lama-${months}-${at}`,
      }),
    ),
  );
  await database.db.transaction().execute((tx) => writeRows(tx, rows.flat()));
  await database.close();
  server = new ServerProcess(store, await freePort(), web);
  await server.start();
  proxy = await FaultyProxy.open(Number(new URL(server.origin).port));
  browser = await openBrowser(join(folder, 'supervisor'));
  page = browser.page;
  await signIn(page, proxy.origin, 'supervisor');
  await untilConnected(page, true);
});
afterAll(async () => {
  await browser?.close();
  await proxy?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await picture('gagal');
});

async function picture(name: string): Promise<void> {
  mkdirSync('test-results', { recursive: true });
  await page.screenshot({ path: `test-results/lama-${name}.png` }).catch(() => undefined);
}

const serious = async () =>
  (await new AxeBuilder({ page }).analyze()).violations.filter(({ impact }) =>
    ['serious', 'critical'].includes(impact ?? ''),
  );

describe('Older tickets', () => {
  it('OLD-7 a search without hits goes on at the server, and without a network says so', async () => {
    await goTo(page, '/tiket');
    await page.getByRole('searchbox', { name: 'Cari tiket' }).fill('pencetak 7 macet');
    await page.getByRole('heading', { name: 'Tidak ada yang cocok di perangkat ini.' }).waitFor();
    await leaveNetwork({ proxy, browser, page });
    await page.getByText('Memerlukan jaringan').waitFor();
    await picture('cari-luring');
    await page.getByRole('button', { name: 'Cari di server' }).click();
    await page.getByRole('alert').getByText('Server tidak terjangkau').waitFor();
    await comeBack({ proxy, browser, page });
    await page.getByRole('button', { name: 'Cari di server' }).click();
    await page.getByText('Pencetak 7 macet').first().waitFor();
    await picture('cari');
    expect(await serious()).toEqual([]);
  });

  it('OLD-1 a month is loaded from the end of the list, and can be let go of', async () => {
    await page.getByRole('searchbox', { name: 'Cari tiket' }).fill('');
    await page.getByRole('button', { name: /^Semua/ }).click();
    await page.getByRole('button', { name: 'Muat tiket lama…' }).click();
    await page.getByLabel('Bulan', { exact: true }).selectOption({ label: labelOf(17) });
    await picture('bulan');
    expect(await serious()).toEqual([]);
    await page.getByRole('button', { name: 'Muat bulan ini' }).click();
    await page.getByText('40 tiket dimuat.').waitFor();
    await picture('bulan-dimuat');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Hapus \d+ tiket lama dari perangkat/ }).click();
    await page.getByRole('button', { name: /^Hapus \d+ tiket lama/ }).waitFor({ state: 'detached' });
  });

  it('OLD-7 a link to a ticket that is not on the device offers to load it', async () => {
    await goTo(page, `/tiket/${encodeURIComponent('0100-81-99')}`);
    await page.getByRole('button', { name: 'Muat tiket ini' }).waitFor();
    await picture('tautan');
    await page.getByRole('button', { name: 'Muat tiket ini' }).click();
    await page.getByRole('article').getByText('Pencetak 0 macet').first().waitFor();
  });

  it('OLD-1 a recap of an older month is not shown, nor printed, before its tickets were loaded', async () => {
    await goTo(page, '/rekap');
    await page.getByLabel('Bulan', { exact: true }).selectOption({ label: labelOf(16) });
    await page
      .getByRole('heading', { name: `Data ${labelOf(16)} tidak lengkap di perangkat ini.` })
      .waitFor();
    expect(await page.getByRole('button', { name: 'Cetak' }).isDisabled()).toBe(true);
    await picture('rekap');
    expect(await serious()).toEqual([]);
    const month = new Date(monthsAgo(16)).toISOString().slice(0, 7);
    await goTo(page, `/cetak/rekap/${month}`);
    await page.getByRole('alert').getByText('jadi tidak dicetak').waitFor();
    await picture('rekap-cetak');
    await goTo(page, '/rekap');
    await page.getByLabel('Bulan', { exact: true }).selectOption({ label: labelOf(16) });
    await page.getByRole('button', { name: 'Muat tiket lama' }).click();
    await page.getByRole('button', { name: 'Cetak', disabled: false }).waitFor();
    await page.getByText('40', { exact: true }).first().waitFor();
    await picture('rekap-dimuat');
  });
});
