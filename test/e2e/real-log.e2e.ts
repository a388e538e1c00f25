import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeskBrowser, openBrowser } from './support/browser.ts';
import { demoPassword, signIn } from './support/desk-person.ts';
import { copyOfApp, freePort, runCli, ServerProcess } from './support/server-process.ts';
import { deviceTickets, openTicketPage } from './support/ticket-steps.ts';
import { until } from './support/until.ts';

/** The briefing data beside the checkout; where it is missing, these tests are skipped. */
const file = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'incident-events.csv');

type LogRow = Readonly<Record<string, string>>;

/** The log's states in the words of the desk. */
const stateWords: Readonly<Record<string, string>> = {
  New: 'Baru',
  Active: 'Dalam Penanganan',
  'Awaiting User Info': 'Dalam Penanganan (menunggu)',
  'Awaiting Vendor': 'Dalam Penanganan (menunggu)',
  'Awaiting Problem': 'Dalam Penanganan (menunggu)',
  'Awaiting Evidence': 'Dalam Penanganan (menunggu)',
  Resolved: 'Selesai (menunggu konfirmasi)',
  Closed: 'Selesai',
};

/** `29-02-2016 01:16` on the wall clock of Jakarta, as ISO in UTC. */
function instantOf(text: string): string {
  const [, day, month, year, hour, minute] = /^(\d+)-(\d+)-(\d+) (\d+):(\d+)$/.exec(text) ?? [];
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:00+07:00`).toISOString();
}

const known = (text: string | undefined) => (text === undefined || text === '?' ? '' : text);

/** What a reader of the file alone would expect of a ticket's history: every change of status, by whom and when. */
function movesInFile(rows: readonly LogRow[]): string[] {
  let state = 'Baru';
  return rows.flatMap((row) => {
    const next = stateWords[row.incident_state ?? ''] ?? '';
    if (next === state) return [];
    const line = `${instantOf(row.sys_updated_at ?? '')} ${known(row.sys_updated_by)}: ${state} → ${next}`;
    state = next;
    return [line];
  });
}

/** The same as the page of the ticket tells it. */
async function movesOnScreen(page: Page): Promise<string[]> {
  const lines = page.locator('li[data-type="moved"]');
  return lines.evaluateAll((items) =>
    items.map((item) => {
      const change = [...item.querySelectorAll('li')].find((one) => one.textContent?.startsWith('Status: '));
      return `${item.querySelector('time')?.dateTime} ${item.querySelector('strong')?.textContent}: ${change?.textContent?.slice(8)}`;
    }),
  );
}

async function count(page: Page): Promise<number> {
  const text = await page.getByRole('search', { name: 'Saringan' }).getByRole('status').textContent();
  return Number((text ?? '').replace(/\D/g, ''));
}

describe.skipIf(!existsSync(file))('A real incident log of 445 incidents', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tanggap-e2e-'));
  const store = { data: join(folder, 'data') };
  let server: ServerProcess;
  let browser: DeskBrowser;
  let page: Page;
  let log: Map<string, LogRow[]>;

  beforeAll(async () => {
    const rows: LogRow[] = parse(readFileSync(file), { columns: true });
    log = Map.groupBy(rows, ({ number }) => number ?? '');
    const web = copyOfApp(folder);
    const summary = runCli(store, [
      'import',
      'incidents',
      file,
      '--map',
      'servicenow',
      '--opd',
      'RIIL',
      '--create-opd',
    ]);
    expect(JSON.parse(summary)).toMatchObject({ badRows: 0 });
    const operator = [
      '--username',
      'operator.riil',
      '--name',
      'Operator Riil',
      '--role',
      'operator',
      '--opd',
      'RIIL',
    ];
    runCli(store, ['user', 'add', ...operator, '--password-stdin'], demoPassword);
    server = new ServerProcess(store, await freePort(), web);
    await server.start();
    browser = await openBrowser(join(folder, 'profile'));
    page = browser.page;
    await signIn(page, server.origin, 'operator.riil');
    await page.getByRole('button', { name: /^Semua/ }).click();
    // All of it was over long ago, so none of it comes by itself.
    await page.getByRole('button', { name: 'Muat tiket lama…' }).click();
    for (const month of ['Februari 2016', 'Maret 2016']) {
      await page.getByLabel('Bulan', { exact: true }).selectOption({ label: month });
      await page.getByRole('button', { name: 'Muat bulan ini' }).click();
      await page.getByText(/^\d+ tiket dimuat\.$/).waitFor();
    }
    await page.keyboard.press('Escape');
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('shows every incident once, and the counts of the states are those of the file', async () => {
    expect(log.size).toBe(445);
    await until('all tickets', async () => ((await count(page)) === 445 ? true : undefined));
    const filter = page.getByRole('search', { name: 'Saringan' }).getByRole('button', { name: /^Status/ });
    for (const [choice, states] of [
      ['Baru', ['New']],
      ['Konfirmasi', ['Resolved']],
      ['Selesai', ['Closed']],
    ] as const) {
      const expected = [...log.values()].filter((rows) =>
        (states as readonly string[]).includes(rows.at(-1)?.incident_state ?? ''),
      ).length;
      await filter.click();
      const option = page.getByRole('option', { name: choice, exact: true });
      await option.click();
      await until(`${choice} alone`, async () => ((await count(page)) === expected ? true : undefined));
      await option.click();
      await page.keyboard.press('Escape');
      await until('all again', async () => ((await count(page)) === 445 ? true : undefined));
    }
  });

  it('finds incidents by their words', async () => {
    const tickets = await deviceTickets(page);
    const expected = tickets.filter((ticket) => ticket.client.name === 'Caller 2403').length;
    expect(expected).toBeGreaterThan(0);
    await page.getByRole('searchbox', { name: 'Cari tiket' }).fill('caller 2403');
    await until('the found ones', async () => ((await count(page)) === expected ? true : undefined));
    expect(await page.getByRole('grid').getByText('Caller 2403', { exact: true }).count()).toBe(expected);
    await page.getByRole('searchbox', { name: 'Cari tiket' }).fill('');
    await until('all again', async () => ((await count(page)) === 445 ? true : undefined));
  });

  it('scrolls to the last one and opens it with Enter', async () => {
    const grid = page.getByRole('grid');
    await grid.focus();
    await page.keyboard.press('End');
    const last = grid.locator('[role="row"][aria-rowindex="446"]');
    await last.waitFor();
    expect(await last.getAttribute('aria-selected')).toBe('true');
    const number = (await last.getByRole('gridcell').first().textContent()) ?? '';
    await page.keyboard.press('Enter');
    await page.getByRole('article', { name: number }).waitFor();
    await page.keyboard.press('Escape');
    await grid.waitFor();
  });

  it('tells the history of an incident as the file does', async () => {
    const tickets = await deviceTickets(page);
    const longest = [...log].sort(
      ([a, left], [b, right]) => movesInFile(right).length - movesInFile(left).length || a.localeCompare(b),
    );
    for (const [number, rows] of longest.slice(0, 3)) {
      const ticket = tickets.find(({ externalRef }) => externalRef === number);
      if (ticket === undefined) throw new Error(`${number} was not imported`);
      const expected = movesInFile(rows);
      expect(expected.length).toBeGreaterThan(3);
      await openTicketPage(page, ticket);
      await until('its history', async () =>
        (await page.locator('li[data-type="moved"]').count()) === expected.length ? true : undefined,
      );
      expect(await movesOnScreen(page)).toEqual(expected);
      expect(ticket.reportedAt).toBe(Date.parse(instantOf(rows[0]?.opened_at ?? '')));
      await page.getByText(`Log insiden ServiceNow: ${number}`).waitFor();
    }
  });
});
