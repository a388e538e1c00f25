import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chooseByTyping, tabTo } from './support/desk-person.ts';
import {
  changeStatus,
  correctField,
  goTo,
  openTicketPage,
  untilToReview,
  writeNotes,
} from './support/ticket-steps.ts';
import { comeBack, expectExactlyOnce, journalWith, leaveNetwork, TwoDesks } from './support/two-desks.ts';

let world: TwoDesks;

beforeAll(async () => {
  world = await TwoDesks.open();
});
afterAll(() => world?.close());
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await world.keepPictures(task.name);
});

const placeField = 'Perangkat atau layanan terdampak';
const managerField = 'Pengelola teknis';
const telephoneField = 'Telepon klien';

/** Goes to "Perlu ditinjau"; its items. */
async function openReview(page: Page): Promise<Locator> {
  await goTo(page, '/tinjau');
  await page.getByRole('heading', { name: 'Perlu ditinjau', exact: true }).waitFor();
  return page.getByRole('main').getByRole('listitem');
}

/** The item goes away, and with it the count in the status bar. */
async function untilSettled(page: Page, item: Locator, left: number): Promise<void> {
  await item.waitFor({ state: 'detached' });
  await untilToReview(page, left);
}

/** Asked a second time: the first way out keeps the item, only the second throws it away. */
async function discardAfterAsking(page: Page, item: Locator, button: string): Promise<void> {
  await item.getByRole('button', { name: button }).click();
  const question = page.getByRole('dialog', { name: 'Yakin membuang isian Anda?' });
  await question.getByRole('button', { name: 'Batal' }).click();
  await question.waitFor({ state: 'detached' });
  await item.waitFor();
  await item.getByRole('button', { name: button }).click();
  await question.getByRole('button', { name: 'Ya, buang' }).click();
}

describe('Two operators on one ticket, one of them without a network', () => {
  it('PUSH-6 different fields merge, and nobody has anything to review', async () => {
    const { rizki, lina } = world;
    await world.freshTicket();
    await leaveNetwork(rizki);
    await correctField(rizki.page, telephoneField, '0811-1111-1111');
    await correctField(lina.page, managerField, 'Seksi Jaringan');
    await comeBack(rizki);
    for (const { page } of world.desks) {
      const ticket = page.getByRole('article');
      await ticket.getByText('0811-1111-1111').first().waitFor();
      await ticket.getByText('Seksi Jaringan').first().waitFor();
      await untilToReview(page, 0);
    }
  });

  it('PUSH-6 F25 the same fields: the later arrival wins; the other person sees both values and decides each', async () => {
    const { rizki, lina } = world;
    const ticket = await world.freshTicket();
    await leaveNetwork(rizki);
    const fields = [telephoneField, placeField, managerField];
    for (const field of fields) await correctField(rizki.page, field, `${field} dari Rizki`);
    for (const field of fields) await correctField(lina.page, field, `${field} dari Lina`);
    await comeBack(rizki);
    for (const field of fields)
      await lina.page.getByRole('article').getByText(`${field} dari Rizki`).first().waitFor();
    await untilToReview(lina.page, fields.length);
    await untilToReview(rizki.page, 0);

    // The list outlives the app.
    await lina.page.reload();
    await untilToReview(lina.page, fields.length);
    const items = await openReview(lina.page);
    const about = (field: string) => items.filter({ hasText: `${field} dari Lina` });
    for (const field of fields) {
      const text = (await about(field).textContent()) ?? '';
      expect(text).toContain(`${field} yang Anda isi`);
      expect(text).toContain(`${field} dari Rizki`);
      expect(text).toContain('oleh Rizki Maulana');
      expect(text).toContain(ticket.number);
    }
    await about(telephoneField).getByRole('button', { name: 'Pakai isian saya' }).click();
    await untilSettled(lina.page, about(telephoneField), 2);
    await about(placeField).getByRole('button', { name: 'Simpan sebagai catatan' }).click();
    await untilSettled(lina.page, about(placeField), 1);
    await discardAfterAsking(lina.page, about(managerField), 'Terima penggantinya');
    await untilSettled(lina.page, about(managerField), 0);
    await lina.page.getByText('Tidak ada yang perlu ditinjau.').waitFor();

    // Rizki sees her value where she insisted, her note, and his own value where she gave in.
    const page = rizki.page.getByRole('article');
    await page.getByText(`${telephoneField} dari Lina`).first().waitFor();
    await page
      .locator('[data-type="noted"]')
      .filter({ hasText: `${placeField} dari Lina` })
      .waitFor();
    const content = await world.onTheServer();
    const row = JSON.parse(content.rows.get(`ticket|${ticket.id}`) ?? '{}');
    expect(row.client.phone).toBe(`${telephoneField} dari Lina`);
    expect(row.configurationItem).toBe(`${placeField} dari Rizki`);
    expect(row.technicalManager).toBe(`${managerField} dari Rizki`);
    expectExactlyOnce(content);
  });
});

describe('Work the server refuses', () => {
  const solution = 'Kabel diganti, lalu sambungan diuji dari tiga loket.\nHasilnya baik.';

  it('PUSH-5 a ticket cancelled meanwhile: what was done on it waits for a decision, what was behind it went through', async () => {
    const { rizki, lina } = world;
    const other = await world.freshTicket();
    const ticket = await world.freshTicket();
    await leaveNetwork(rizki);
    await changeStatus(rizki.page, 'Tunggu pelapor', 'Yang ditunggu dari pelapor', 'Surat permohonan asli');
    await correctField(rizki.page, placeField, 'Sakelar lantai dua');
    await changeStatus(rizki.page, 'Selesaikan', 'Solusi', solution);
    await openTicketPage(rizki.page, other);
    await writeNotes(rizki.page, ['Ditulis paling akhir']);

    await changeStatus(lina.page, 'Batalkan tiket', 'Alasan pembatalan', 'Laporan ganda');
    await comeBack(rizki);
    await untilToReview(rizki.page, 3);
    await openTicketPage(lina.page, other);
    await lina.page.getByText('Ditulis paling akhir').first().waitFor();

    await rizki.page.reload();
    const items = await openReview(rizki.page);
    await untilToReview(rizki.page, 3);
    const move = items.filter({ hasText: 'Perubahan status' });
    await move.getByText(ticket.number).waitFor();
    expect(await move.textContent()).toContain('tidak dapat diubah dari “Dibatalkan”');
    expect(await move.textContent()).toContain('Surat permohonan asli');
    const correction = items.filter({ hasText: 'Perbaikan data' });
    expect(await correction.textContent()).toMatch(/dibatalkan/i);
    expect(await correction.textContent()).toContain('Sakelar lantai dua');
    const solved = items.filter({ hasText: 'Penyelesaian tiket' });
    for (const line of solution.split('\n')) expect(await solved.textContent()).toContain(line);
  });

  it('PUSH-5 sent again while the rule still forbids it, it stays; as a note it reaches the server; thrown away only after asking', async () => {
    const { rizki, lina } = world;
    const items = await openReview(rizki.page);
    const move = items.filter({ hasText: 'Perubahan status' });
    await move.getByRole('button', { name: 'Kirim ulang' }).click();
    await move.getByRole('alert').waitFor();
    await untilToReview(rizki.page, 3);

    const solved = items.filter({ hasText: 'Penyelesaian tiket' });
    await solved.getByRole('button', { name: 'Simpan sebagai catatan' }).click();
    await untilSettled(rizki.page, solved, 2);
    await discardAfterAsking(rizki.page, move, 'Buang');
    await untilSettled(rizki.page, move, 1);
    const correction = items.filter({ hasText: 'Perbaikan data' });
    await correction.getByRole('button', { name: 'Simpan sebagai catatan' }).click();
    await untilSettled(rizki.page, correction, 0);

    const content = await world.onTheServer();
    const [note, ...more] = journalWith(content, solution);
    expect(more).toEqual([]);
    expect(note).toMatchObject({ type: 'noted', byName: 'Rizki Maulana' });
    expect(journalWith(content, 'Sakelar lantai dua')).toMatchObject([{ type: 'noted' }]);
    expect(journalWith(content, 'Surat permohonan asli')).toEqual([]);
    expectExactlyOnce(content);
    expect(
      content.mutations
        .filter(({ refused }) => refused)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['ticket.edit', 'ticket.move', 'ticket.resolve']);
    const ticketId = note?.ticketId ?? '';
    await goTo(lina.page, `/tiket/${encodeURIComponent(ticketId)}`);
    await lina.page.getByText('Kabel diganti, lalu sambungan diuji').first().waitFor();
  });
});

describe('A registration the server refuses', () => {
  const title = 'Printer antrean berhenti mencetak';
  const technician = 'Dimas Prayoga, S.Kom.';
  const substitute = 'Lina Marlina';

  /** FRM-002 filled in by keyboard, for a technician. */
  async function registerFor(page: Page, person: string): Promise<string> {
    await page.keyboard.press('c');
    await page.getByRole('heading', { name: 'FRM-002 Pencatatan' }).waitFor();
    await tabTo(page, 'Judul Tiket');
    await page.keyboard.type(title);
    await tabTo(page, 'Klien');
    await page.keyboard.type('Ibu Wulan');
    await tabTo(page, 'Kategori Tiket');
    await chooseByTyping(page, 'Insiden - Hardware');
    await tabTo(page, 'Isi Tiket');
    await page.keyboard.type('Kertas sudah diganti.\nLampu merah berkedip.');
    await tabTo(page, 'Tugaskan User');
    await chooseByTyping(page, person);
    await page.keyboard.press('Control+Enter');
    const saved = page.getByRole('heading', { name: /^Tiket INS-\S+ tercatat/ });
    await saved.waitFor();
    return /INS-\S+/.exec((await saved.textContent()) ?? '')?.[0] ?? '';
  }

  it('REV-4 opens in its form with every word, by keyboard alone, and leaves the list only when it is saved anew', async () => {
    const { rizki } = world;
    const { page } = rizki;
    await leaveNetwork(rizki);
    await goTo(page, '/tiket');
    const number = await registerFor(page, technician);
    await world.administer(['user', 'disable', '--username', 'teknisi']);
    await comeBack(rizki);
    await untilToReview(page, 1);

    const items = await openReview(page);
    const refused = items.filter({ hasText: 'Pencatatan tiket baru' });
    await refused.getByText(number).waitFor();
    expect(await refused.textContent()).toContain('tidak dikenal atau tidak aktif');
    const actions = await refused.getByRole('button').or(refused.getByRole('link')).allTextContents();
    expect(actions[0]).toBe('Perbaiki di formulir');
    expect(actions.at(-1)).toMatch(/^Buang/);
    await tabTo(page, 'Perbaiki di formulir');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'FRM-002 Pencatatan' }).waitFor();
    const field = (name: string) => page.getByRole('textbox', { name });
    expect(await field('Judul Tiket').inputValue()).toBe(title);
    expect(await field('Isi Tiket').inputValue()).toBe('Kertas sudah diganti.\nLampu merah berkedip.');
    // Opened and left, it still waits.
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Perlu ditinjau', exact: true }).waitFor();
    await refused.waitFor();
    await refused.getByRole('link', { name: 'Perbaiki di formulir' }).click();
    await tabTo(page, 'Tugaskan User');
    await chooseByTyping(page, substitute);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: `Tiket ${number} tercatat` }).waitFor();
    await page.getByRole('button', { name: 'Kembali ke Perlu ditinjau' }).click();
    await page.getByText('Tidak ada yang perlu ditinjau.').waitFor();
    await untilToReview(page, 0);

    await comeBack(rizki);
    await untilToReview(page, 0);
    const content = await world.onTheServer();
    const tickets = [...content.rows.values()]
      .map((row) => JSON.parse(row))
      .filter((row) => row.title === title);
    expect(tickets.map((ticket) => ticket.number)).toContain(number);
    expectExactlyOnce(content);
  });
});
