import type { Page } from 'playwright-core';

/** An office of the demo, what a ticket is registered with there, and what its pack promises for it. */
export interface Office {
  readonly pack: string;
  readonly operator: string;
  readonly technician: string;
  readonly category: string;
  readonly zone: string;
  /** Metrics with a deadline right after registration, and those of them that stand still while the client is awaited. */
  readonly metrics: readonly string[];
  readonly pausing: readonly string[];
  /** Groups of choices and what is chosen there; tick boxes. */
  readonly choices: readonly (readonly [group: string, value: string])[];
  readonly ticks: readonly string[];
  /** Deadlines that can be told without the product, by the hour they fall on. */
  readonly hours: Readonly<Record<string, number>>;
}

/** One office on each pack. */
export const offices: readonly Office[] = [
  {
    pack: 'madiun',
    operator: 'operator',
    technician: 'Dimas Prayoga, S.Kom.',
    category: 'Insiden - Jaringan',
    zone: 'Asia/Jakarta',
    metrics: ['response', 'resolution'],
    pausing: ['resolution'],
    choices: [
      ['Urgensi', 'Tinggi'],
      ['Dampak', 'Tinggi'],
    ],
    ticks: [],
    hours: { response: 10 / 60 },
  },
  {
    pack: 'tangerang',
    operator: 'operator.tangerang',
    technician: 'Asep Kurniawan, S.Kom.',
    category: 'Insiden - Aplikasi',
    zone: 'Asia/Jakarta',
    metrics: ['response', 'resolution', 'handling'],
    pausing: ['resolution', 'handling'],
    choices: [
      ['Urgensi', 'Rendah'],
      ['Dampak', 'Rendah'],
    ],
    // A low priority in office hours, were it not for the service that must always be available.
    ticks: ['Layanan harus selalu tersedia'],
    hours: { response: 4, resolution: 48, handling: 24 },
  },
  {
    pack: 'magelang',
    operator: 'operator.magelang',
    technician: 'Tri Widodo, S.Kom.',
    category: 'Insiden - Aplikasi',
    zone: 'Asia/Jakarta',
    metrics: ['response', 'resolution', 'support_response'],
    pausing: ['resolution'],
    choices: [
      ['Urgensi', 'Menengah'],
      ['Tingkat gangguan', 'Mayor'],
      ['Jenis layanan', 'Publik'],
      ['Kelas layanan', 'Esensial'],
    ],
    ticks: ['Termasuk kontrak dukungan'],
    hours: { response: 0.5, resolution: 72, support_response: 3 },
  },
  {
    pack: 'jabar',
    operator: 'operator.jabar',
    technician: 'Yogi Permana, S.T.',
    category: 'Permintaan - Jaringan',
    zone: 'Asia/Jakarta',
    metrics: ['fulfilment', 'opening'],
    pausing: ['fulfilment'],
    choices: [['Kelas lama pengerjaan', 'Sedang']],
    ticks: [],
    hours: { fulfilment: 168, opening: 1 },
  },
  {
    pack: 'polewali',
    operator: 'operator.polewali',
    technician: 'Syamsul Bahri, A.Md.Kom.',
    category: 'Insiden - Hardware',
    zone: 'Asia/Makassar',
    metrics: ['response', 'resolution'],
    pausing: ['resolution'],
    choices: [
      ['Urgensi', 'Menengah'],
      ['Dampak', 'Menengah'],
    ],
    ticks: [],
    hours: { response: 1 },
  },
];

/** Registers a ticket by FRM-002 as this office does, for its technician; returns the number. */
export async function registerAt(office: Office, page: Page, title: string): Promise<string> {
  await page.keyboard.press('c');
  await page.getByRole('heading', { name: 'FRM-002 Pencatatan' }).waitFor();
  await page.getByRole('textbox', { name: /^Judul Tiket/ }).fill(title);
  await page
    .getByRole('textbox', { name: /^Klien/ })
    .first()
    .fill('Sulastri');
  await page.getByRole('combobox', { name: /^Kategori Tiket/ }).selectOption({ label: office.category });
  await page.getByRole('textbox', { name: /^Isi Tiket/ }).fill('Ditemukan saat pelayanan pagi.');
  for (const [group, value] of office.choices) {
    const radios = page.getByRole('radiogroup', { name: new RegExp(`^${group}`) });
    await radios.getByRole('radio', { name: new RegExp(`^${value}`) }).check();
  }
  for (const tick of office.ticks) await page.getByRole('checkbox', { name: new RegExp(`^${tick}`) }).check();
  const people = page.getByRole('combobox', { name: /^Tugaskan User/ });
  const person = people.locator('option').filter({ hasText: office.technician });
  await people.selectOption((await person.getAttribute('value')) ?? '');
  await page.keyboard.press('Control+Enter');
  const saved = page.getByRole('heading', { name: /^Tiket (INS|PLY|AKS)-\S+ tercatat/ });
  await saved.waitFor();
  await page.keyboard.press('Escape');
  return /(?:INS|PLY|AKS)-\S+/.exec((await saved.textContent()) ?? '')?.[0] ?? '';
}
