import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dateFormat } from '#shared/dates/date-format.ts';
import { shiftBuiltApp, shiftChildProcesses } from '../../scripts/shifted-clock.ts';
import { startTestRelay } from '../../server/notices/test-relay.ts';
import { type DeskBrowser, openBrowser } from './support/browser.ts';
import { signIn, untilSent } from './support/desk-person.ts';
import { type Office, offices, registerAt } from './support/pack-offices.ts';
import { copyOfApp, freePort, runCli, ServerProcess } from './support/server-process.ts';
import { changeStatus, deviceTickets, goTo, openTicketPage } from './support/ticket-steps.ts';
import { until } from './support/until.ts';

/** A Monday morning in the office, whenever the test runs. */
const present = Date.parse('2026-11-23T09:10:00+07:00');
const shiftMs = present - Date.now();

interface Explained {
  readonly metric: string;
  readonly title: string;
  readonly state: string;
  readonly dueAt: string | null;
  readonly startAt: string;
  readonly remainingMs: number;
}

const folder = mkdtempSync(join(tmpdir(), 'tanggap-packs-'));
const store = { data: join(folder, 'data') };
let relay: Awaited<ReturnType<typeof startTestRelay>>;
let server: ServerProcess;
const before = { ...process.env };

beforeAll(async () => {
  const web = copyOfApp(folder);
  shiftBuiltApp(web, shiftMs);
  shiftChildProcesses(shiftMs);
  relay = await startTestRelay();
  process.env.TANGGAP_SMTP_URL = relay.url;
  process.env.TANGGAP_MAIL_FROM = 'Tanggap <tanggap@kota.example.go.id>';
  runCli(store, ['demo', '--tickets', '60']);
  server = new ServerProcess(store, await freePort(), web);
  await server.start();
});

afterAll(async () => {
  await server?.stop();
  await relay?.close();
  for (const name of ['NODE_OPTIONS', 'TANGGAP_SMTP_URL', 'TANGGAP_MAIL_FROM']) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** What the list says of the ticket's watched target. */
async function listSays(page: Page, number: string): Promise<string> {
  await goTo(page, '/tiket');
  const row = page.getByRole('row').filter({ hasText: number });
  await row.waitFor();
  return (await row.locator('[data-column="due"]').textContent()) ?? '';
}

async function pageSays(page: Page, id: string): Promise<string> {
  await goTo(page, `/cetak/tiket/${encodeURIComponent(id)}`);
  await page.getByText('Riwayat').first().waitFor();
  return (await page.locator('body').textContent()) ?? '';
}

const answers = new Map<string, readonly Explained[]>();

/** What the command line says of the ticket at an instant; each question is asked once. */
function explained(number: string, at: number): readonly Explained[] {
  const asked = ['sla', 'explain', '--ticket', number, '--now', new Date(at).toISOString()];
  const known = answers.get(asked.join(' '));
  if (known !== undefined) return known;
  const { targets } = JSON.parse(runCli(store, asked)) as { targets: readonly Explained[] };
  answers.set(asked.join(' '), targets);
  return targets;
}

/** Words of working time left, the way the list says them. */
function remaining(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return `${rest} m lagi`;
  return rest === 0 ? `${hours} j lagi` : `${hours} j ${rest} m lagi`;
}

interface Seen {
  readonly number: string;
  readonly takenAt: number;
  readonly list: string;
  readonly listAt: readonly [number, number];
  readonly panel: string;
  readonly waitingPanel: string;
  readonly solvedPanel: string;
  readonly solvedAt: number;
  readonly waitingAt: number;
  readonly paper: string;
  readonly mail: string;
}

const now = (): number => Date.now() + shiftMs;

async function work(office: Office): Promise<Seen> {
  const title = `Gangguan pagi ${office.pack}`;
  const browser: DeskBrowser = await openBrowser(join(folder, `browser-${office.pack}`));
  const { page } = browser;
  try {
    await signIn(page, server.origin, office.operator);
    const number = await registerAt(office, page, title);
    await untilSent(page);
    const takenAt = now();
    const list = await listSays(page, number);
    const listAt = [takenAt, now()] as const;
    const ticket = (await deviceTickets(page)).find((one) => one.number === number);
    if (ticket === undefined) throw new Error(`no ticket ${number}`);
    await openTicketPage(page, ticket);
    const panel = async (): Promise<string> =>
      (await page.getByRole('region', { name: 'Tenggat' }).textContent()) ?? '';
    /** What the panel says once it says something else than time gone by. */
    const panelAfter = (before: string): Promise<string> => {
      const words = (text: string) => text.replace(/\d+/g, '');
      return until('the panel to follow', async () => {
        const text = await panel();
        return words(text) === words(before) ? undefined : text;
      });
    };
    const atFirst = await panel();
    const paper = await pageSays(page, ticket.id);
    await openTicketPage(page, ticket);
    await changeStatus(page, 'Tunggu pelapor', 'Yang ditunggu dari pelapor', 'Surat permohonan asli');
    const waitingPanel = await panelAfter(atFirst);
    const waitingAt = now();
    await page.getByRole('button', { name: 'Ubah status' }).last().click();
    await page.getByRole('menuitem', { name: 'Lanjutkan penanganan' }).click();
    const resumedPanel = await panelAfter(waitingPanel);
    await changeStatus(page, 'Selesaikan', 'Solusi', 'Perangkat diganti');
    const solvedPanel = await panelAfter(resumedPanel);
    const solvedAt = now();
    await untilSent(page);
    const mail = await until('the mail to the technician', async () =>
      relay.arrived.find(({ subject }) => subject?.includes(number) && subject.includes('ditugaskan')),
    );
    return {
      number,
      takenAt,
      list,
      listAt,
      panel: atFirst,
      waitingPanel,
      waitingAt,
      solvedPanel,
      solvedAt,
      paper,
      mail: mail.text ?? '',
    };
  } finally {
    await browser.close();
  }
}

describe('an office on each pack registers, waits and solves', () => {
  const seen = new Map<string, Seen>();

  it('the work itself', { timeout: 600_000 }, async () => {
    for (const office of offices) seen.set(office.pack, await work(office));
    // The command line reads the same data folder, which has one owner at a time.
    await server.stop();
  });

  describe.each(offices)('$pack', (office) => {
    const have = (): Seen => {
      const found = seen.get(office.pack);
      if (found === undefined) throw new Error('the work did not get so far');
      return found;
    };
    const dates = dateFormat('id', office.zone);

    it('has the deadlines of its document, counted from the report', () => {
      const { number, takenAt } = have();
      const targets = explained(number, takenAt);
      for (const metric of office.metrics) {
        const target = targets.find((one) => one.metric === metric);
        expect(target?.dueAt, metric).toBeTypeOf('string');
        const hours = office.hours[metric];
        if (hours === undefined || target?.dueAt == null) continue;
        expect(Date.parse(target.dueAt) - Date.parse(target.startAt), metric).toBe(hours * 3_600_000);
      }
    });

    it('tells them alike on page, paper and in the mail', () => {
      const { number, takenAt, panel, paper, mail } = have();
      for (const { metric, title, dueAt } of explained(number, takenAt)) {
        if (dueAt === null || !office.metrics.includes(metric)) continue;
        const words = dates.long(Date.parse(dueAt));
        expect(panel, `${metric} on the page`).toContain(words);
        expect(paper, `${metric} on paper`).toContain(words);
        expect(mail.replace(/\s+/g, ' '), `${metric} in the mail`).toContain(`Tenggat ${title} : ${words}`);
      }
    });

    it('tells the working time left in the list', () => {
      const { number, list, listAt } = have();
      const watched = (at: number) => {
        const targets = explained(number, at);
        const due = targets.filter(({ dueAt, state }) => dueAt !== null && state === 'running');
        const [next] = due.sort((a, b) => String(a.dueAt).localeCompare(String(b.dueAt)));
        return remaining(next?.remainingMs ?? 0);
      };
      // The list's ticker may be a minute's limit behind.
      expect([watched(listAt[0] - 15_000), watched(listAt[0]), watched(listAt[1])]).toContain(list.trim());
    });

    it('stands still while the client is awaited, and says so everywhere', () => {
      const { number, waitingPanel, waitingAt } = have();
      const targets = explained(number, waitingAt);
      for (const metric of office.pausing)
        expect(targets.find((one) => one.metric === metric)).toMatchObject({ state: 'paused', dueAt: null });
      expect(waitingPanel.split('berhenti (menunggu pelapor)').length - 1).toBe(
        targets.filter(({ state }) => state === 'paused').length,
      );
    });

    it('is met when solved in time', () => {
      const { number, solvedPanel, solvedAt } = have();
      const targets = explained(number, solvedAt);
      for (const metric of office.metrics.filter((one) => one !== 'opening'))
        expect(targets.find((one) => one.metric === metric)?.state, metric).toBe('met');
      expect(solvedPanel.split('terpenuhi').length - 1).toBe(
        targets.filter(({ state }) => state === 'met').length,
      );
    });
  });
});
