import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Deadline, DeadlineList, Standing } from '#shared/ipc/contract.ts';
import { type LadderStep, ladderOf } from '#shared/sla/ladder.ts';
import type { SlaInput } from '#shared/sla/timeline.ts';
import { DeskLadder } from '../../renderer/app/ladder/desk-ladder.ts';
import { newsWords } from '../../renderer/app/ladder/news-words.ts';
import type { OpenClock } from '../../renderer/data/contract.ts';
import { startTranslations } from '../../renderer/i18n/i18n.ts';
import { buildIfStale } from '../../scripts/build-app.ts';
import { launchChromium } from '../support/chromium.ts';
import { type Launch, launchApp } from '../support/electron-stand-in/launch.ts';
import { indonesianWords, shelf } from '../support/ladder-window.ts';

const outFolder = path.join(import.meta.dirname, '..', '..', 'out');
const minute = 60_000;
const day = 24 * 60 * minute;
const summary = {
  title: '{total} tenggat',
  missedTitle: '{total} tenggat selama komputer tertidur',
  body: '{late} terlambat, {approaching} peringatan',
  opens: '/tiket',
};

type Bridge = Record<string, (args: unknown) => Promise<unknown>>;

describe('deadlines in the built desktop app, by a clock the test holds', () => {
  let browser: Browser;
  let folder: string;
  let launch: Launch;
  let page: Page;
  /** When each notification was shown, by the clock of the main process. */
  let shownAt: number[];

  beforeAll(async () => {
    buildIfStale();
    await startTranslations('id');
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'tanggap-deadlines-'));
    launch = await launchApp(browser, { userData: folder, outFolder, env: { TANGGAP_USER_DATA: folder } });
    page = await (await launch.window()).webContents.page;
    // Nobody is signed in, so the page itself hands nothing over.
    await page.waitForSelector('#root button');
    launch.time.hold();
    shownAt = [];
    launch.record.signals.on('notification', () => shownAt.push(launch.time.now()));
  });
  afterEach(async () => {
    await launch.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const call = (name: string, args: unknown) =>
    page.evaluate(([key, value]) => (window as unknown as { tanggap: Bridge }).tanggap[key]?.(value), [
      name,
      args,
    ] as const);
  const handOver = (list: DeadlineList) => call('setDeadlines', list);
  const titles = () => launch.record.notifications.map(({ title }) => title);
  const inMs = (ms: number, name: string, change: Partial<Deadline> = {}): Deadline => ({
    id: name,
    at: launch.time.now() + ms,
    title: name,
    body: 'isi',
    about: name,
    share: 1,
    ...change,
  });

  it('LAD-1 are shown at their very instant while the window is hidden', async () => {
    (await launch.window()).hide();
    const deadlines = [inMs(7 * minute + 1, 'a'), inMs(2 * day, 'b')];
    await handOver({ deadlines });
    launch.time.advance(7 * minute);
    expect(shownAt).toEqual([]);
    launch.time.advance(3 * day);
    expect(shownAt).toEqual(deadlines.map(({ at }) => at));
    launch.record.notifications[0]?.click();
    expect((await launch.window()).isVisible).toBe(true);
  });

  it('LAD-1 are announced by window, main process and server at the same milliseconds', async () => {
    const start = launch.time.now();
    const tickets = clocksReportedAt(start);
    const ladder = new DeskLadder({
      me: { id: 'me', role: 'supervisor', scope: '*' },
      clock: (id) => tickets.find((ticket) => ticket.id === id),
      policyOf: ({ policy, opd }) => shelf.find(policy.name, policy.version, opd),
      levelsOf: () => ({ '1': ['me'], '2': ['me'], '3': ['me'] }),
    });
    for (const { id } of tickets) ladder.judge(id, start, start);
    const own = ladder.coming(1_000);
    const words = newsWords(indonesianWords());
    await handOver({ deadlines: own.map(words.deadlineOf) });
    // As the server asks the engine.
    const ofServer = tickets.flatMap(({ policy, opd, input }): readonly LadderStep[] => {
      const pack = shelf.find(policy.name, policy.version, opd);
      return pack === undefined ? [] : ladderOf(pack, input, start);
    });
    const instants = ofServer
      .filter(({ tell, tellAt }) => tellAt > start && tell.some((each) => each !== 'operator'))
      .map(({ tellAt }) => tellAt)
      .sort((a, b) => a - b);
    expect(instants.length).toBeGreaterThan(40);
    expect(own.map(({ news }) => news.tellAt)).toEqual(instants);
    const shown: number[] = [];
    for (const at of new Set(instants)) {
      launch.time.advance(at - 1 - launch.time.now());
      expect(shownAt).toHaveLength(shown.length);
      launch.time.advance(1);
      // What is due of one target at one instant is one notification, and says the highest share.
      const things = own.filter(({ news }) => news.tellAt === at).map((each) => words.deadlineOf(each).about);
      shown.push(...[...new Set(things)].map(() => at));
      expect(shownAt).toEqual(shown);
    }
  });

  it('LAD-3 are one summary after three days asleep, at once when the computer wakes', async () => {
    const deadlines = Array.from({ length: 12 }, (_, no) =>
      inMs((no + 1) * minute, `t${no}`, { share: no < 3 ? 1 : 0.9 }),
    );
    const later = inMs(4 * day, 'later');
    await handOver({ deadlines: [...deadlines, later], summary });
    launch.time.jump(3 * day);
    expect(titles()).toEqual([]);
    launch.electron.powerMonitor.emit('resume');
    launch.electron.powerMonitor.emit('unlock-screen');
    expect(launch.record.notifications.map(({ title, body }) => [title, body])).toEqual([
      ['12 tenggat selama komputer tertidur', '3 terlambat, 9 peringatan'],
    ]);
    // The window comes to the same after its own beat, and hands over what it found due.
    await handOver({ deadlines: [...deadlines, later], summary });
    await handOver({ deadlines: [later], summary });
    launch.time.advance(10 * minute);
    expect(titles()).toHaveLength(1);
    launch.time.advance(2 * day);
    expect(titles()).toEqual(['12 tenggat selama komputer tertidur', 'later']);
  });

  it('are told by the window’s list where it wakes before the main process, and only what still stands', async () => {
    const [solved, late] = [inMs(minute, 'solved'), inMs(minute, 'late', { missed: 'terlewat' })];
    await handOver({ deadlines: [solved, late], summary });
    launch.time.jump(3 * day);
    await handOver({ deadlines: [late], summary });
    expect(launch.record.notifications.map(({ title, body }) => [title, body])).toEqual([
      ['late', 'terlewat'],
    ]);
    launch.electron.powerMonitor.emit('resume');
    launch.time.advance(minute);
    expect(titles()).toEqual(['late']);
  });

  it('are looked at when the screen is unlocked, and within half a minute of waking without a word from the system', async () => {
    await handOver({ deadlines: [inMs(minute, 'a')] });
    launch.time.jump(day);
    launch.electron.powerMonitor.emit('unlock-screen');
    expect(titles()).toEqual(['a']);
    await handOver({ deadlines: [inMs(minute, 'b')] });
    launch.time.jump(day);
    launch.time.advance(30_000);
    expect(titles()).toEqual(['a', 'b']);
  });

  it('LAD-2 are not announced twice when the clock of the computer is put back', async () => {
    const deadlines = [inMs(minute, 'a'), inMs(3 * minute, 'b')];
    await handOver({ deadlines });
    launch.time.advance(2 * minute);
    launch.time.jump(-day);
    await handOver({ deadlines });
    // The window has learnt by how much the clock is wrong now.
    await handOver({ deadlines, clockOffsetMs: day });
    launch.time.advance(minute);
    expect(titles()).toEqual(['a', 'b']);
    expect(shownAt[1]).toBe((deadlines[1]?.at ?? 0) - day);
    launch.time.advance(2 * day);
    expect(titles()).toEqual(['a', 'b']);
  });

  it('are counted beside the clock of the computer, with a menu to open and to quit', async () => {
    const standing: Standing = {
      late: 3,
      approaching: 9,
      tooltip: 'Tanggap: 3 terlambat, 9 mendekati tenggat',
      menu: { open: 'Buka Tanggap', quit: 'Keluar dari aplikasi' },
    };
    expect(launch.record.trays).toEqual([]);
    await call('setStanding', { standing });
    const [tray] = launch.record.trays;
    expect(tray?.tooltip).toBe(standing.tooltip);
    const before = tray?.image.bytes;
    await call('setStanding', { standing: { ...standing, late: 0 } });
    expect(launch.record.trays).toHaveLength(1);
    expect(tray?.image.bytes.equals(before ?? Buffer.alloc(0))).toBe(false);
    if (process.platform !== 'win32') expect(launch.record.badges).toEqual([3, 0]);

    const window = await launch.window();
    const [open, , quit] = tray?.menu ?? [];
    expect([open?.label, quit?.label]).toEqual([standing.menu.open, standing.menu.quit]);
    for (const come of [() => open?.click?.(), () => tray?.emit('click')]) {
      window.hide();
      come();
      expect(window.isVisible).toBe(true);
    }
    quit?.click?.();
    expect(launch.record.quits).toBe(1);
    await call('setStanding', { standing: null });
    expect(tray?.isDestroyed).toBe(true);
  });
});

/** Tickets of all packs, in every situation a clock can be in, reported around `start`. */
function clocksReportedAt(start: number): OpenClock[] {
  const plain = { urgency: 'high', impact: 'high', kind: 'incident', timeline: [] } as const;
  const classes = { severity: 'major', serviceKind: 'public', serviceClass: 'critical' } as const;
  const moved = (ms: number, to: 'in_progress' | 'waiting' | 'resolved') =>
    ({ at: start + ms, type: 'state', to }) as const;
  const cases: readonly (readonly [pack: string, input: Omit<SlaInput, 'reportedAt'>, agoMs?: number])[] = [
    ['madiun', plain],
    ['madiun', { ...plain, urgency: 'low', impact: 'low' }, 5 * 60 * minute],
    ['madiun', { ...plain, timeline: [moved(-minute, 'in_progress')] }, 30 * minute],
    [
      'madiun',
      { ...plain, timeline: [moved(-9 * minute, 'in_progress'), moved(-minute, 'waiting')] },
      10 * minute,
    ],
    ['madiun', { ...plain, timeline: [moved(-minute, 'resolved')] }, 10 * minute],
    ['tangerang', plain],
    ['tangerang', { ...plain, urgency: 'medium', impact: 'low' }, 90 * minute],
    ['magelang', { ...plain, ...classes }],
    ['magelang', { ...plain, ...classes, kind: 'service_request' }, 3 * 60 * minute],
    ['jabar', { ...plain, kind: 'service_request', durationClass: 'short' }],
    ['jabar', { ...plain, kind: 'service_request', durationClass: 'long' }, 10 * day],
    ['polewali', { ...plain, urgency: 'medium' }],
  ];
  return cases.map(([pack, input, agoMs = 0], no) => ({
    id: `t${no}`,
    number: `INS-DINKES-2611-B7-${no}`,
    title: `Judul ${no}`,
    opd: 'DINKES',
    assignee: 'me',
    state: 'in_progress',
    policy: { name: pack, version: 1 },
    input: { ...input, reportedAt: start - agoMs },
    notices: {},
  }));
}
