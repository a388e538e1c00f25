import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ticket } from '#shared/domain/ticket.ts';
import { type DeskBrowser, openBrowser } from './support/browser.ts';
import { signIn } from './support/desk-person.ts';
import { hindrances } from './support/hindrances.ts';
import { changeStatus, correctField, goTo, openTicketPage, untilToReview } from './support/ticket-steps.ts';
import { comeBack, leaveNetwork, TwoDesks } from './support/two-desks.ts';

const folder = mkdtempSync(join(tmpdir(), 'tanggap-e2e-'));
let world: TwoDesks;
let page: Page;
let supervisor: DeskBrowser;
let ticket: Ticket;

beforeAll(async () => {
  world = await TwoDesks.open();
  ({ page } = world.rizki);
  supervisor = await openBrowser(folder);
  ticket = await world.freshTicket();
});

afterAll(async () => {
  await supervisor?.close();
  await world?.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function openScreen(path: string, heading: string | RegExp): Promise<void> {
  await goTo(page, path);
  await page.getByRole('heading', { name: heading }).first().waitFor();
}

const screens: readonly (readonly [string, () => Promise<void>])[] = [
  ['the list', () => openScreen('/tiket', 'Tiket')],
  [
    'a ticket beside the list',
    async () => {
      await page.getByRole('grid').focus();
      await page.keyboard.press('j');
      await page.getByRole('article').waitFor();
    },
  ],
  ['a ticket', () => openTicketPage(page, ticket)],
  [
    'the explanation of a deadline',
    async () => {
      await page.getByRole('button', { name: 'Mengapa tenggat ini?' }).first().click();
      await page.getByRole('dialog').waitFor();
    },
  ],
  [
    'the dialog of a status change',
    async () => {
      // Esc closes the dialog alone: the ticket stays, and the keyboard is where it was.
      const address = page.url();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(page.url()).toBe(address);
      const focused = page.locator(':focus');
      expect(await focused.getAttribute('aria-label')).toMatch(/^Mengapa tenggat ini\?/);
      await page.getByRole('button', { name: 'Ubah status' }).last().click();
      await page.getByRole('menuitem', { name: 'Tunggu pelapor' }).click();
      await page.getByRole('dialog').waitFor();
    },
  ],
  [
    'the list of keys',
    async () => {
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Pintasan papan ketik' }).waitFor();
    },
  ],
  [
    'the forms',
    async () => {
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await openScreen('/formulir', 'Formulir');
    },
  ],
  ['FRM-001', () => openScreen('/formulir/frm-001', 'FRM-001 Pelaporan')],
  ['FRM-002', () => openScreen('/formulir/frm-002', 'FRM-002 Pencatatan')],
  [
    'FRM-002 with errors',
    async () => {
      await page.getByRole('textbox', { name: 'Judul Tiket' }).focus();
      await page.keyboard.press('Control+Enter');
      await page.getByRole('alert').first().waitFor();
    },
  ],
  ['FRM-002 of a ticket', () => openScreen(`/tiket/${encodeURIComponent(ticket.id)}/frm-002`, /FRM-002/)],
  ['FRM-006', () => openScreen(`/tiket/${encodeURIComponent(ticket.id)}/eskalasi`, /FRM-006/)],
  ['the tasks', () => openScreen('/tugas', 'Tugas saya')],
  ['an empty review', () => openScreen('/tinjau', 'Perlu ditinjau')],
  ['an unknown address', () => openScreen('/tidak-ada', 'Halaman tidak ditemukan')],
];

describe('No serious or critical violation on', () => {
  it('the log-in page', async () => {
    await supervisor.page.goto(world.server.origin);
    await supervisor.page.getByRole('heading', { name: 'Masuk ke Tanggap' }).waitFor();
    expect(await hindrances(supervisor.page)).toEqual([]);
    // The looking itself is looked at: a button without a name is found.
    await supervisor.page.evaluate(() => {
      document.body.append(document.createElement('button'));
    });
    expect(await hindrances(supervisor.page)).toEqual([expect.stringContaining('button-name')]);
    await supervisor.page.evaluate(() => document.body.lastElementChild?.remove());
  });

  it.each(screens)('%s', async (_, open) => {
    await open();
    expect(await hindrances(page)).toEqual([]);
  });

  it('the review, and the state without a network', async () => {
    await openTicketPage(page, ticket);
    await leaveNetwork(world.rizki);
    expect(await hindrances(page)).toEqual([]);
    await correctField(page, 'Telepon klien', '0811-2222-3333');
    await changeStatus(page, 'Tunggu pelapor', 'Yang ditunggu dari pelapor', 'Surat permohonan asli');
    await correctField(world.lina.page, 'Telepon klien', '0811-4444-5555');
    await changeStatus(world.lina.page, 'Batalkan tiket', 'Alasan pembatalan', 'Laporan ganda');
    await comeBack(world.rizki);
    await untilToReview(page, 2);
    await openScreen('/tinjau', 'Perlu ditinjau');
    await page.getByRole('button', { name: 'Perbaiki dan kirim' }).first().click();
    expect(await hindrances(page)).toEqual([]);
  });

  it("the supervisor's recap and the paper of it", async () => {
    await signIn(supervisor.page, world.server.origin, 'supervisor');
    await goTo(supervisor.page, '/rekap');
    await supervisor.page.getByRole('heading', { name: 'Pencapaian tenggat' }).waitFor();
    expect(await hindrances(supervisor.page)).toEqual([]);
    await supervisor.page.getByRole('button', { name: 'Cetak' }).click();
    await supervisor.page.waitForURL(/#\/cetak\/rekap/);
    await supervisor.page
      .getByText(/Halaman|Rekapitulasi/i)
      .first()
      .waitFor();
    expect(await hindrances(supervisor.page)).toEqual([]);
  });

  it('list, ticket and form in the dark', async () => {
    await page.getByRole('button', { name: 'Pengaturan' }).click();
    await page.getByText('Gelap', { exact: true }).click();
    await page.keyboard.press('Escape');
    const dark = [];
    for (const [name, open] of screens.filter(([name]) =>
      ['the list', 'a ticket', 'FRM-002'].includes(name),
    )) {
      await open();
      dark.push(...(await hindrances(page)).map((one) => `${name}: ${one}`));
    }
    expect(dark).toEqual([]);
  });
});
