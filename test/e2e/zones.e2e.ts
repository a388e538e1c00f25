import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Ticket } from '#shared/domain/ticket.ts';
import { protocolVersion } from '#shared/sync/protocol.ts';
import { shiftBuiltApp } from '../../scripts/shifted-clock.ts';
import { type DeskBrowser, openBrowser } from './support/browser.ts';
import { fillWithDemo } from './support/demo-data.ts';
import { chooseByTyping, demoPassword, signIn, tabTo, untilSent } from './support/desk-person.ts';
import { copyOfApp, freePort, ServerProcess } from './support/server-process.ts';
import { deviceTickets, goTo, openTicketPage, untilConnected } from './support/ticket-steps.ts';
import { syncNow } from './support/two-desks.ts';
import { until } from './support/until.ts';

const hour = 3_600_000;
/** The PC's clock is so much behind. */
const behindMs = 3 * hour + 5 * 60_000;

/** Day and time in West Indonesia (UTC+7, no summer time), reckoned without the product. */
function wib(at: number): { day: string; month: string; year: string; time: string } {
  const [date = '', time = ''] = new Date(at + 7 * hour).toISOString().split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  return { day, month, year, time: time.slice(0, 5).replace(':', '.') };
}

/** Every instant on the page as its machine-readable value, its words and the whole date in its tooltip. */
function instantsOf(page: Page): Promise<{ at: number; words: string; whole: string | null }[]> {
  return page.locator('time').evaluateAll((all) =>
    all.map((time) => ({
      at: Date.parse(time.getAttribute('datetime') ?? ''),
      words: time.textContent ?? '',
      whole: time.getAttribute('title'),
    })),
  );
}

async function expectWib(page: Page): Promise<void> {
  const instants = await instantsOf(page);
  expect(instants.length).toBeGreaterThan(0);
  for (const { at, words, whole } of instants) {
    const { day, time } = wib(at);
    expect(words).toContain(time);
    expect(whole ?? words).toMatch(new RegExp(`\\b${Number(day)} .*${time.replace('.', '\\.')} WIB$`));
  }
}

const folder = mkdtempSync(join(tmpdir(), 'tanggap-e2e-'));
let server: ServerProcess;
let browser: DeskBrowser;

beforeAll(async () => {
  const web = join(folder, 'app-with-wrong-clock');
  cpSync(copyOfApp(folder), web, { recursive: true });
  shiftBuiltApp(web, -behindMs);
  const store = { data: join(folder, 'data') };
  fillWithDemo(store, 60);
  server = new ServerProcess(store, await freePort(), web);
  await server.start();
  browser = await openBrowser(join(folder, 'browser'));
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** A PC that stands in another zone, three hours behind. */
async function sitDown(timezoneId: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.context.browser()?.newContext({
    timezoneId,
    locale: 'id-ID',
    viewport: { width: 1366, height: 768 },
  });
  if (context === undefined) throw new Error('no browser');
  context.setDefaultTimeout(45_000);
  const page = await context.newPage();
  await signIn(page, server.origin, 'operator');
  await untilConnected(page, true);
  await page.getByText(/tersinkron \d/).waitFor();
  return { context, page };
}

/** A note with a claim far from the truth, as a device with a wrong clock sends it. */
async function pushDoubtfulNote(id: string, text: string): Promise<void> {
  const ask = async (path: string, body: object, token = ''): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${server.origin}/api/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ protocol: protocolVersion, ...body }),
    });
    expect(answer.status).toBe(200);
    return (await answer.json()) as Record<string, unknown>;
  };
  const login = { username: 'operator', password: demoPassword, deviceId: null, deviceName: 'PC lama' };
  const { accessToken } = await ask('login', login);
  const note = { name: 'ticket.note', args: { id, text }, seenServerTime: 0 };
  const pushed = await ask(
    'push',
    {
      mutations: [
        { ...note, id: 1, occurredAt: Date.parse('2036-03-03T03:15:00Z') },
        { ...note, id: 2, occurredAt: Date.now() - 1_000 },
      ],
      clock: [{ id: 2, skewMs: 45 * 60_000 }],
    },
    String(accessToken),
  );
  expect(pushed.outcomes).toEqual([]);
}

describe.each(['UTC', 'Asia/Jayapura'])(
  'a PC in %s, three hours behind, at an office in Madiun',
  (timezoneId) => {
    let context: BrowserContext;
    let page: Page;
    let ticket: Ticket;

    beforeAll(async () => {
      ({ context, page } = await sitDown(timezoneId));
      const tickets = await deviceTickets(page);
      const found = tickets.findLast(
        ({ state, policy }) => state === 'in_progress' && policy.name === 'madiun',
      );
      if (found === undefined) throw new Error('no ticket in hand');
      ticket = found;
    });
    afterAll(() => context?.close());
    afterEach(async ({ task }) => {
      if (task.result?.state !== 'fail') return;
      mkdirSync('test-results', { recursive: true });
      await page.screenshot({ path: join('test-results', `zones-${timezoneId.replace('/', '-')}.png`) });
    });

    it('the PC is what it is said to be', async () => {
      const pc = await page.evaluate(() => ({
        zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        now: Date.now(),
      }));
      expect(pc.zone).toBe(timezoneId);
      expect(Math.abs(pc.now + behindMs - Date.now())).toBeLessThan(60_000);
    });

    it('the status bar says that the clock is wrong, and shows the right time', async () => {
      await page
        .getByText('Jam komputer ini meleset 3 jam 5 menit; waktu di layar sudah dibetulkan')
        .waitFor();
      const synced = /tersinkron (\d\d\.\d\d)/.exec((await page.locator('body').textContent()) ?? '')?.[1];
      // The exchange was within the last minutes.
      const minutes = [0, 1, 2, 3, 4, 5].map((back) => wib(Date.now() - back * 60_000).time);
      expect(minutes).toContain(synced);
    });

    it('list and ticket show West Indonesian time', async () => {
      await goTo(page, '/tiket');
      await page.getByRole('grid').waitFor();
      await page.getByRole('row').nth(3).waitFor();
      await page.getByRole('grid').focus();
      await page.keyboard.press('j');
      await page.getByRole('article').waitFor();
      await page.getByRole('article').locator('time').first().waitFor();
      await expectWib(page);
      await openTicketPage(page, ticket);
      await page.locator('time').first().waitFor();
      await expectWib(page);
    });

    it('paper shows West Indonesian time', async () => {
      await goTo(page, `/cetak/tiket/${encodeURIComponent(ticket.id)}`);
      await page.getByRole('button', { name: 'Simpan PDF' }).waitFor();
      const { day, time } = wib(ticket.reportedAt);
      const paper = page.getByText(
        new RegExp(`\\b${Number(day)} \\S+ \\d{4}, ${time.replace('.', '\\.')} WIB`),
      );
      await paper.first().waitFor();
    });

    it('forms propose and take West Indonesian time', async () => {
      await goTo(page, '/formulir/frm-002');
      await page.getByRole('heading', { name: 'FRM-002 Pencatatan' }).waitFor();
      const field = page.getByRole('textbox', { name: 'Waktu pelaporan' });
      await until('the present time in the field', async () => {
        const proposed = await field.inputValue();
        const near = [0, 1, 2].map((back) => wib(Date.now() - back * 60_000));
        return near.some(({ day, month, year, time }) => proposed === `${day}/${month}/${year} ${time}`)
          ? true
          : undefined;
      });
      const yesterday = wib(Date.now() - 24 * hour);
      const typed = `${yesterday.day}/${yesterday.month}/${yesterday.year} 07.15`;
      const title = `Lampu jaringan padam (${timezoneId})`;
      await field.fill(typed);
      await tabTo(page, 'Judul Tiket');
      await page.keyboard.insertText(title);
      await tabTo(page, 'Klien');
      await page.keyboard.insertText('Sri Wahyuni');
      await tabTo(page, 'Kategori Tiket');
      await chooseByTyping(page, 'Insiden - Jaringan');
      await tabTo(page, 'Isi Tiket');
      await page.keyboard.insertText('Sejak pagi tidak terhubung.');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('heading', { name: /tercatat/ }).waitFor();
      await untilSent(page);
      const made = (await deviceTickets(page)).find((one) => one.title === title);
      const { year, month, day } = yesterday;
      expect(made?.reportedAt).toBe(Date.parse(`${year}-${month}-${day}T07:15:00+07:00`));
      // Recorded now by the server's clock, though the PC's is three hours behind.
      expect(Math.abs((made?.registeredAt ?? 0) - Date.now())).toBeLessThan(10 * 60_000);
      expect(made?.clockDoubt).toBeUndefined();
    });

    it('history and paper say why an instant is in doubt', async () => {
      const text = `Dicatat di PC lama ${timezoneId}`;
      await pushDoubtfulNote(ticket.id, text);
      await openTicketPage(page, ticket);
      await syncNow(page);
      await page.getByRole('listitem').filter({ hasText: text }).nth(1).waitFor();
      const claim = 'waktu menurut perangkat: Senin, 3 Maret 2036, 10.15 WIB (di luar batas, dibatasi)';
      const skew = 'dicatat luring, jam perangkat meleset 45 menit (terlambat)';
      const lines = page.getByRole('listitem').filter({ hasText: text });
      await lines.filter({ hasText: claim }).waitFor();
      await lines.filter({ hasText: skew }).waitFor();
      await goTo(page, `/cetak/tiket/${encodeURIComponent(ticket.id)}`);
      await page.getByRole('row').filter({ hasText: text }).filter({ hasText: claim }).waitFor();
      await page.getByRole('row').filter({ hasText: text }).filter({ hasText: skew }).waitFor();
    });
  },
);
