import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Ticket } from '#shared/domain/ticket.ts';
import { hindrances } from './support/hindrances.ts';
import { deviceRows } from './support/seen-rows.ts';
import { register, resolutionOf, StaffedServer } from './support/staffed-server.ts';
import { deviceTickets, goTo } from './support/ticket-steps.ts';
import { comeBack, type Desk, leaveNetwork, syncNow } from './support/two-desks.ts';
import { until } from './support/until.ts';

let world: StaffedServer;
let admin: Desk;
let operator: Desk;
let supervisor: Desk;

beforeAll(async () => {
  world = await StaffedServer.open(['admin', 'operator', 'supervisor']);
  admin = world.desk('admin');
  operator = world.desk('operator');
  supervisor = world.desk('supervisor');
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await world.keepPictures(task.name);
});

afterAll(() => world?.close());

/** `20/11/2026`, as people type it. */
function todayInJakarta(): string {
  const date = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  return date.split('-').reverse().join('/');
}

const draftField = (page: Page) => page.getByLabel('Waktu penyelesaian, Rendah (3): jam');

describe('An administrator changes a duration', () => {
  let old: Ticket;

  it('in a draft that survives a restart', async () => {
    old = await register(operator.page, 'Sambungan loket terputus, aturan lama');
    expect(old.policy.version).toBe(1);
    const { page } = admin;
    await syncNow(operator.page);
    await goTo(page, '/pengaturan/aturan/madiun/ubah');
    await draftField(page).fill('empat puluh');
    await page.getByText('Isi lama waktu lebih dari nol').waitFor();
    await page.getByRole('tab', { name: 'Pratinjau dan terbitkan' }).click();
    await page.getByRole('button', { name: /Waktu penyelesaian › Lama › Rendah/ }).click();
    expect(await draftField(page).evaluate((field) => field === document.activeElement)).toBe(true);
    await draftField(page).fill('40');
    await goTo(page, '/pengaturan/aturan');
    await page.getByRole('link', { name: 'Lanjutkan draf Kota Madiun' }).waitFor();
    await page.reload();
    await page.getByRole('link', { name: 'Lanjutkan draf Kota Madiun' }).click();
    await until('the draft', async () => ((await draftField(page).inputValue()) === '40' ? true : undefined));
  });

  it('sees what it means for open tickets before publishing', async () => {
    const { page } = admin;
    await syncNow(page);
    await until('the new ticket to arrive', async () =>
      (await deviceTickets(page)).find(({ id }) => id === old.id),
    );
    await page.getByRole('tab', { name: 'Pratinjau dan terbitkan' }).click();
    await page.getByText('Tiket terbuka tetap memakai versinya sendiri.', { exact: false }).waitFor();
    const line = page.getByRole('row').filter({ has: page.getByRole('link', { name: old.number }) });
    await line.waitFor();
    expect(await line.textContent()).toContain('lebih cepat');
    expect(await hindrances(page)).toEqual([]);
  });

  it('loses nothing when the server cannot be reached, and publishes when it can', async () => {
    const { page } = admin;
    await page.getByLabel('Keterangan perubahan').fill('Penyelesaian prioritas rendah 40 jam');
    // Reports are timed to the minute: one made in the minute of publication would still be from before it.
    await page.getByLabel('Berlaku bagi laporan mulai tanggal').fill(todayInJakarta());
    await leaveNetwork(admin);
    await page.getByRole('button', { name: 'Terbitkan versi 2' }).click();
    await page.getByRole('alert').getByText('Server tidak terjangkau.', { exact: false }).waitFor();
    await comeBack(admin);
    expect(await page.getByLabel('Keterangan perubahan').inputValue()).toBe(
      'Penyelesaian prioritas rendah 40 jam',
    );
    await page.getByRole('button', { name: 'Terbitkan versi 2' }).click();
    await page.getByRole('heading', { name: 'Aturan madiun versi 2 sudah diterbitkan.' }).waitFor();
  });

  it('which holds for new tickets and leaves the old ones alone', async () => {
    const { page } = operator;
    await syncNow(page);
    await until('the version to arrive', async () =>
      (await deviceRows(page)).has('policy|madiun.2') ? true : undefined,
    );
    const fresh = await register(page, 'Sambungan loket terputus, aturan baru');
    expect(fresh.policy).toEqual({ name: 'madiun', version: 2 });
    expect(await resolutionOf(page, fresh)).toContain('paling lama 40 j');
    expect(await resolutionOf(page, old)).toContain('paling lama 48 j');
  });

  it('until they are judged anew on purpose', async () => {
    const { page } = admin;
    await page.getByRole('button', { name: 'Nilai ulang tiket terbuka' }).click();
    await page.getByRole('link', { name: old.number }).waitFor();
    await page.getByRole('button', { name: /^Nilai ulang \d+ tiket/ }).click();
    await page.getByText('Isi alasan').waitFor();
    await page.getByLabel('Alasan penilaian ulang').fill('Berlaku surut menurut keputusan');
    await page.getByRole('button', { name: /^Nilai ulang \d+ tiket/ }).click();
    await page.getByText(/tiket dinilai ulang dan tersimpan di perangkat/).waitFor();
    await syncNow(page);
    await until('the old ticket under the new version', async () => {
      await syncNow(operator.page);
      const [found] = (await deviceTickets(operator.page)).filter(({ id }) => id === old.id);
      return found?.policy.version === 2 ? true : undefined;
    });
    expect(await resolutionOf(operator.page, old)).toContain('paling lama 40 j');
  });
});

describe('The settings are', () => {
  it('read by a supervisor, who publishes the own days off alone', async () => {
    const { page } = supervisor;
    await page.getByRole('link', { name: 'Aturan' }).click();
    await page.getByText('Perubahan diterbitkan oleh administrator.', { exact: false }).waitFor();
    expect(await page.getByRole('link', { name: /^Ubah/ }).count()).toBe(0);
    await goTo(page, '/pengaturan/aturan/madiun/ubah');
    await page.getByRole('heading', { name: 'Bagian ini untuk administrator.' }).waitFor();
    await goTo(page, '/pengaturan/kalender');
    await page.getByRole('button', { name: 'Tambah hari' }).waitFor();
    await page.getByLabel('Kalender', { exact: true }).selectOption({ label: 'Nasional' });
    await page.getByRole('heading', { name: /^Hari libur nasional/ }).waitFor();
    expect(await page.getByRole('button', { name: 'Tambah hari' }).count()).toBe(0);
  });

  it('not offered to an operator', async () => {
    const { page } = operator;
    await goTo(page, '/pengaturan/aturan');
    await page.getByRole('heading', { name: 'Bagian ini untuk administrator.' }).waitFor();
    expect(await page.getByRole('link', { name: 'Aturan', exact: true }).count()).toBe(0);
  });

  it('free of what hinders people at the keyboard and with screen readers', async () => {
    const { page } = admin;
    const found: string[] = [];
    const look = async (place: string) => {
      found.push(...(await hindrances(page)).map((one) => `${place}: ${one}`));
    };
    for (const path of ['/pengaturan/aturan', '/pengaturan/aturan/magelang', '/pengaturan/kalender']) {
      await goTo(page, path);
      await page.getByRole('heading', { name: 'Aturan', exact: true }).waitFor();
      await page.getByRole('table').first().waitFor();
      await look(path);
    }
    await page.getByRole('button', { name: 'Tambah hari' }).click();
    await page.getByRole('dialog').getByLabel('Jenis').selectOption('period');
    await page.getByRole('dialog').getByRole('button', { name: 'Simpan ke draf' }).click();
    await look('a day with faults');
    await page.keyboard.press('Escape');
    await goTo(page, '/pengaturan/kantor');
    await page.getByRole('button', { name: /^Ubah/ }).first().click();
    await page.getByRole('heading', { name: 'Level eskalasi' }).waitFor();
    await look('an office');
    await goTo(page, '/pengaturan/aturan/jabar/ubah');
    const tabs = page.getByRole('tab');
    for (const tab of await tabs.all()) {
      await tab.click();
      await look((await tab.textContent()) ?? '');
    }
    expect(found).toEqual([]);
  });
});
