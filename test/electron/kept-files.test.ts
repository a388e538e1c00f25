import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Ticket } from '#shared/domain/ticket.ts';
import { fillWithDemo } from '../e2e/support/demo-data.ts';
import { demoPassword } from '../e2e/support/desk-person.ts';
import { deviceRows } from '../e2e/support/seen-rows.ts';
import { copyOfApp, freePort, ServerProcess } from '../e2e/support/server-process.ts';
import {
  deviceTickets,
  goTo,
  openTicketPage,
  untilConnected,
  writeNotes,
} from '../e2e/support/ticket-steps.ts';
import { until } from '../e2e/support/until.ts';
import { type DeskFolders, foldersIn, type RunningDesk, startDeskOn } from './desk-on-disk.ts';

const words = 'kuda betul baterai';

async function logIn(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Nama pengguna' }).fill('operator');
  await page.getByLabel('Kata sandi', { exact: true }).fill(demoPassword);
  await page.keyboard.press('Enter');
}

/** The attachments a device shows, as its rows say: name and whether the server has the bytes. */
async function attachments(page: Page): Promise<string[]> {
  const rows = [...(await deviceRows(page))].filter(([key]) => key.startsWith('attachment|'));
  return rows.map(([, row]) => {
    const { name, content } = JSON.parse(row) as { name: string; content: string };
    return `${name}: ${content}`;
  });
}

describe('files that wait to be sent, on the stand-in', () => {
  let root: string;
  let folders: DeskFolders;
  let server: ServerProcess;
  let desk: RunningDesk | undefined;
  let ticket: Ticket;

  const page = () => {
    if (desk === undefined) throw new Error('no desk is running');
    return desk.page;
  };
  async function start(on: DeskFolders): Promise<void> {
    await desk?.kill();
    desk = await startDeskOn(on);
  }
  async function firstLogIn(): Promise<void> {
    await page().getByRole('textbox', { name: 'Alamat server' }).fill(server.origin);
    await page().keyboard.press('Enter');
    await logIn(page());
    await untilConnected(page(), true);
  }
  const kept = () => {
    const outbox = path.join(folders.userData, 'outbox');
    const name = readdirSync(outbox).find((each) => each.endsWith('.files'));
    return name === undefined ? [] : readdirSync(path.join(outbox, name));
  };

  beforeAll(() => {
    root = mkdtempSync(path.join(tmpdir(), 'tanggap-kept-files-'));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));

  /** A desk offline with a note and a file that only this computer has; then it is switched off. */
  beforeEach(async () => {
    const place = mkdtempSync(path.join(root, 'case-'));
    folders = foldersIn(place);
    const data = path.join(place, 'server');
    const web = copyOfApp(place);
    fillWithDemo({ data });
    server = new ServerProcess({ data }, await freePort(), web);
    await server.start();
    await start(folders);
    await firstLogIn();
    await until('the first pull', async () => ((await deviceTickets(page())).length > 50 ? true : undefined));
    await server.stop();
    await untilConnected(page(), false);
    const found = (await deviceTickets(page())).find(({ state }) => state === 'in_progress');
    if (found === undefined) throw new Error('no ticket to write on');
    ticket = found;
    await openTicketPage(page(), ticket);
    const file = path.join(place, 'catatan.txt');
    writeFileSync(file, 'baris catatan alat\n'.repeat(80_000));
    const panel = page().getByRole('region', { name: 'Lampiran' });
    await panel.locator('input[type=file]').setInputFiles(file);
    await panel.getByText('tersimpan di perangkat, menunggu dikirim').waitFor();
    await writeNotes(page(), ['luring bersama berkas']);
    expect(kept()).toHaveLength(1);
    await desk?.kill();
    desk = undefined;
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') {
      mkdirSync('test-results', { recursive: true });
      await desk?.page
        .screenshot({ path: path.join('test-results', 'kept-files.png') })
        .catch(() => undefined);
    }
    await desk?.kill();
    desk = undefined;
    await server.stop();
  });

  async function expectSentOnce(): Promise<void> {
    await until('the bytes to be the server’s', async () => {
      const all = await attachments(page());
      return all.some((each) => each.endsWith(': stored')) ? true : undefined;
    });
    expect(await attachments(page())).toEqual(['catatan.txt: stored']);
    const notes = [...(await deviceRows(page()))].filter(
      ([key, row]) => key.startsWith('journal|') && row.includes('luring bersama berkas'),
    );
    expect(notes).toHaveLength(1);
    expect(await page().getByText('0 perlu ditinjau').count()).toBe(1);
  }

  it('JRN-19 F6 a file attached offline, the database deleted: the bytes are read back and uploaded', async () => {
    rmSync(path.join(folders.profile, 'Default', 'IndexedDB'), { recursive: true });
    await server.start();
    await start(folders);
    await page().getByText('Isi 1 berkas yang belum terkirim juga aman.').waitFor();
    await logIn(page());
    await page().getByText('1 berkas yang belum terkirim dipulihkan isinya dari jurnal cadangan.').waitFor();
    await expectSentOnce();
    await until('the journal to let the bytes go', async () => (kept().length === 0 ? true : undefined));
  });

  it('JRN-21 JRN-22 F7 saved to a file from the log-in page, imported on another computer, sent once', async () => {
    rmSync(path.join(folders.profile, 'Default', 'IndexedDB'), { recursive: true });
    await start(folders);
    await page().getByText('Belum terkirim di perangkat ini: 2 perubahan dan 1 berkas.').waitFor();
    await page().getByRole('button', { name: 'Lihat dan simpan ke berkas' }).click();
    const dialog = page().getByRole('dialog', { name: 'Pekerjaan yang belum terkirim' });
    await dialog.getByText('Catatan internal').waitFor();
    expect(await dialog.getByText('luring bersama berkas').count()).toBe(0);
    await dialog.getByLabel('Kata sandi berkas').fill(words);
    const file = path.join(path.dirname(folders.userData), 'pekerjaan.pulih');
    desk?.launch.record.saveDialogAnswers.push(file);
    await dialog.getByRole('button', { name: 'Simpan ke berkas' }).click();
    await dialog.getByText(/selesai disimpan/).waitFor();
    await server.start();
    await start(foldersIn(path.join(path.dirname(folders.userData), 'other')));
    await firstLogIn();
    await goTo(page(), '/kurir');
    const part = page().getByRole('region', { name: 'Pekerjaan yang diselamatkan' });
    await part.locator('input[type=file]').setInputFiles(file);
    await part.getByLabel('Kata sandi berkas').fill(words);
    await part.getByRole('button', { name: 'Buka' }).click();
    await part.getByRole('button', { name: 'Impor 2 perubahan dan 1 berkas' }).waitFor();
    await part.getByRole('button', { name: 'Impor 2 perubahan dan 1 berkas' }).click();
    await part.getByText(/diimpor dan menunggu dikirim/).waitFor();
    await expectSentOnce();
    await part.locator('input[type=file]').setInputFiles(file);
    await part.getByLabel('Kata sandi berkas').fill(words);
    await part.getByRole('button', { name: 'Buka' }).click();
    await part.getByText('Tidak ada yang perlu diimpor').waitFor();
  });
});
