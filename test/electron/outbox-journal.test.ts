import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fillWithDemo } from '../e2e/support/demo-data.ts';
import { demoPassword, untilSent, waitingToBeSent } from '../e2e/support/desk-person.ts';
import { deviceRows } from '../e2e/support/seen-rows.ts';
import { copyOfApp, freePort, ServerProcess } from '../e2e/support/server-process.ts';
import { deviceTickets, openTicketPage, untilConnected, writeNotes } from '../e2e/support/ticket-steps.ts';
import { until } from '../e2e/support/until.ts';
import { copyProfile, type DeskFolders, foldersIn, type RunningDesk, startDeskOn } from './desk-on-disk.ts';
import { type Damage, databaseDamages, doubleDamages, journalDamages, obstacles } from './profile-damages.ts';

const unsentNotes = ['luring pertama', 'luring kedua', 'luring ketiga'];

async function logIn(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Nama pengguna' }).fill('operator');
  await page
    .getByRole('textbox', { name: 'Kata sandi' })
    .or(page.getByLabel('Kata sandi'))
    .first()
    .fill(demoPassword);
  await page.keyboard.press('Enter');
}

/** Waits for the first screen; true where it is the log-in page. */
async function untilOpen(page: Page): Promise<boolean> {
  const name = page.getByRole('textbox', { name: 'Nama pengguna' });
  await name
    .or(page.getByText(/\d+ menunggu dikirim/))
    .first()
    .waitFor();
  return name.isVisible();
}

/** Where the browser cannot open the database again by itself, the log-in says so and offers to empty it. */
async function resetIfNeeded(page: Page): Promise<void> {
  const failed = page.getByText('Penyimpanan di perangkat tidak dapat dibuka');
  await failed
    .or(page.getByText(/\d+ menunggu dikirim/))
    .first()
    .waitFor();
  if (!(await failed.isVisible())) return;
  await page.getByRole('button', { name: 'Kosongkan basis data' }).click();
  await page.getByText('Basis data operator di komputer ini kosong').waitFor();
  await logIn(page);
}

/** One more note in the box that has the focus. */
async function addNote(page: Page, text: string): Promise<void> {
  const box = page.getByRole('textbox', { name: 'Catatan yang hanya dibaca petugas' });
  await until('the box to be free', async () => ((await box.inputValue()) === '' ? true : undefined));
  await box.fill(text);
  await box.press('Control+Enter');
}

/** Makes LevelDB put what it has into table files: its memory holds 4 MB. */
async function fillTables(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const opening = indexedDB.open('ballast', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('bytes');
    const database = await done(opening);
    // Longer values would lie beside the tables, in files of their own.
    for (let at = 0; at < 500; at += 1) {
      const bytes = crypto.getRandomValues(new Uint8Array(25_000));
      const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
      await done(database.transaction('bytes', 'readwrite').objectStore('bytes').put(text, at));
    }
    database.close();
  });
}

async function notesOnDevice(page: Page): Promise<{ text: string; received: boolean }[]> {
  const rows = [...(await deviceRows(page))].filter(([key]) => key.startsWith('journal|'));
  return rows
    .map(([, row]) => JSON.parse(row) as { type: string; text?: string; receivedAt: number | null })
    .filter(({ type, text }) => type === 'noted' && text?.startsWith('luring'))
    .map(({ text = '', receivedAt }) => ({ text, received: receivedAt !== null }))
    .sort((a, b) => (a.text < b.text ? -1 : 1));
}

/** The whole check has time for every third; `ALL_DAMAGES=1 npm test -- stand-in` tries all. */
const some = <T>(all: readonly T[]): readonly T[] =>
  process.env.ALL_DAMAGES === undefined ? all.filter((_, at) => at % 3 === 0) : all;

describe('a desk whose storage was damaged, on the stand-in', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tanggap-damage-'));
  const template = foldersIn(path.join(folder, 'template'));
  const older = foldersIn(path.join(folder, 'older'));
  const serverTemplate = path.join(folder, 'server-template');
  const serverData = path.join(folder, 'server');
  let server: ServerProcess;
  let desk: RunningDesk | undefined;
  let cases = 0;

  beforeAll(async () => {
    const web = copyOfApp(folder);
    fillWithDemo({ data: serverData });
    server = new ServerProcess({ data: serverData }, await freePort(), web);
    await server.start();
    desk = await startDeskOn(template);
    await desk.page.getByRole('textbox', { name: 'Alamat server' }).fill(server.origin);
    await desk.page.keyboard.press('Enter');
    await logIn(desk.page);
    await untilConnected(desk.page, true);
    await until('the first pull', async () => ((await deviceTickets(page())).length > 50 ? true : undefined));
    await desk.kill();
    desk = await startDeskOn(template);
    await untilConnected(page(), true);
    await fillTables(page());
    await desk.kill();
    copyProfile(template.profile, older.profile);
    await server.stop();
    cpSync(serverData, serverTemplate, { recursive: true });
    desk = await startDeskOn(template);
    await untilConnected(page(), false);
    const [ticket] = (await deviceTickets(page())).filter(({ state }) => state === 'in_progress');
    if (ticket === undefined) throw new Error('no ticket to write on');
    await openTicketPage(page(), ticket);
    await writeNotes(page(), unsentNotes);
    await until('three to wait', async () => ((await waitingToBeSent(page())) === 3 ? true : undefined));
    await desk.kill();
    desk = undefined;
  });
  afterAll(async () => {
    await desk?.kill();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') {
      mkdirSync('test-results', { recursive: true });
      await desk?.page
        .screenshot({ path: path.join('test-results', 'damaged-desk.png') })
        .catch(() => undefined);
    }
    await desk?.kill();
    desk = undefined;
    await server.stop();
  });

  const page = () => {
    if (desk === undefined) throw new Error('no desk is running');
    return desk.page;
  };
  /** A copy of the computer with the unsent work, and the server as it was. */
  async function prepare(): Promise<DeskFolders> {
    cases += 1;
    const folders = foldersIn(path.join(folder, `case-${cases}`));
    copyProfile(template.profile, folders.profile);
    cpSync(template.userData, folders.userData, { recursive: true });
    rmSync(serverData, { recursive: true });
    cpSync(serverTemplate, serverData, { recursive: true });
    return folders;
  }
  async function expectAllSentOnce(): Promise<void> {
    await untilSent(page());
    await untilConnected(page(), true);
    const expected = [...unsentNotes].sort().map((text) => ({ text, received: true }));
    await until('the notes to be the server’s', async () => {
      const notes = await notesOnDevice(page());
      return notes.length >= 3 && notes.every(({ received }) => received) ? true : undefined;
    });
    expect(await notesOnDevice(page())).toEqual(expected);
    expect(await page().getByText('0 perlu ditinjau').count()).toBe(1);
  }
  const recovered = () => page().getByText(/3 pekerjaan yang belum terkirim dipulihkan dari jurnal cadangan/);
  const journalTold = () => page().getByText(/Jurnal cadangan di komputer ini tidak dapat dibaca/);

  async function expectRecovery({ opens, tellsJournal, harm }: Damage): Promise<void> {
    const folders = await prepare();
    await harm(folders, older);
    await server.start();
    desk = await startDeskOn(folders);
    const asksLogIn = await untilOpen(page());
    if (opens !== 'either') expect(asksLogIn).toBe(opens === 'log-in, recovered');
    if (asksLogIn) {
      await page()
        .getByText(/Basis data operator di komputer ini (kosong|tidak dapat dibuka)/)
        .waitFor();
      await page()
        .getByText(/3 pekerjaan yang belum terkirim aman di jurnal cadangan/)
        .waitFor();
      await logIn(page());
      await resetIfNeeded(page());
    }
    if (asksLogIn || opens === 'desk, recovered') await recovered().waitFor();
    if (tellsJournal) await journalTold().waitFor();
    await expectAllSentOnce();
    if (opens === 'desk') expect(await recovered().count()).toBe(0);
    if (!tellsJournal) expect(await journalTold().count()).toBe(0);
    expect(desk.launch.record.pageErrors).toEqual([]);
    rmSync(path.dirname(folders.profile), { recursive: true, force: true, maxRetries: 5 });
  }

  it.each(some(databaseDamages))('JRN-10 F6 $what: the journal has it', expectRecovery);
  it.each(some(journalDamages))('JRN-14 $what: the database has it', expectRecovery);
  it.each(some(doubleDamages))('JRN-13 F6 $what', expectRecovery);

  it.each(obstacles)(
    'JRN-12 $what: the user is told, and nothing is lost when it is over',
    async ({ put, take }) => {
      const folders = await prepare();
      put(folders);
      await server.start();
      desk = await startDeskOn(folders);
      await page().getByText('3 pekerjaan yang belum terkirim aman di jurnal cadangan').waitFor();
      await page().getByText('Basis data operator di komputer ini tidak dapat dibuka').waitFor();
      await logIn(page());
      await page().getByText('Penyimpanan di perangkat tidak dapat dibuka').waitFor();
      await desk.kill();
      take(folders);
      desk = await startDeskOn(folders);
      await expectAllSentOnce();
    },
  );

  it('JRN-9 F3 a full disk: saved all the same, with a word of warning; the journal catches up', async () => {
    const folders = await prepare();
    const place = path.join(folders.userData, 'outbox');
    const mounted = mountSmallDisk(place);
    if (!mounted) return process.stdout.write('a full disk was not tried here: no right to mount one\n');
    try {
      desk = await startDeskOn(folders);
      await untilConnected(page(), false);
      fill(place);
      const [ticket] = (await deviceTickets(page())).filter(({ state }) => state === 'in_progress');
      if (ticket === undefined) throw new Error('no ticket to write on');
      await openTicketPage(page(), ticket);
      // Longer than what is left of the file's last block.
      await writeNotes(page(), [`luring keempat ${'panjang '.repeat(900)}`]);
      await page().getByText('Cadangan tidak dapat ditulis').waitFor();
      rmSync(path.join(place, 'filler'));
      await addNote(page(), 'luring kelima');
      await page().getByText('Cadangan tidak dapat ditulis').waitFor({ state: 'detached' });
      await desk.kill();
      rmSync(path.join(folders.profile, 'Default', 'IndexedDB'), { recursive: true });
      await server.start();
      desk = await startDeskOn(folders);
      await page()
        .getByText(/5 pekerjaan yang belum terkirim aman/)
        .waitFor();
      await logIn(page());
      await untilSent(page());
      await until('five notes of the server', async () => {
        const notes = await notesOnDevice(page());
        return notes.length === 5 && notes.every(({ received }) => received) ? true : undefined;
      });
    } finally {
      await desk?.kill();
      desk = undefined;
      execFileSync('umount', [place]);
    }
  });
});

/** Puts the folder on a disk of 256 kB of its own; false where this machine does not let us. */
function mountSmallDisk(place: string): boolean {
  const aside = `${place}-aside`;
  cpSync(place, aside, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', place], { stdio: 'ignore' });
  } catch {
    return false;
  }
  for (const name of readdirSync(aside)) cpSync(path.join(aside, name), path.join(place, name));
  return true;
}

function fill(place: string): void {
  try {
    execFileSync('dd', ['if=/dev/zero', `of=${path.join(place, 'filler')}`, 'bs=1k'], { stdio: 'ignore' });
  } catch {
    // dd ends with an error when the disk is full, which is what is wanted.
  }
}
