import type { Category } from './codes.ts';

/**
 * Service items of the incident categories with their groups (SOP-Dinkominfo-001, with the shifted rows of the scan put
 * right). Labels are the office's own words and are shown as they stand.
 */
export const serviceItems: Readonly<
  Partial<Record<Category, readonly { readonly group: string; readonly items: readonly string[] }[]>>
> = {
  incident_application: [
    {
      group: 'Aplikasi',
      items: ['Aplikasi down', 'Aplikasi rusak', 'Aplikasi bug', 'Update aplikasi gagal'],
    },
    { group: 'OS', items: ['OS crash'] },
    { group: 'SIM', items: ['SIM down'] },
  ],
  incident_network: [
    { group: 'Internet', items: ['Internet lambat', 'Internet mati', 'Internet down'] },
    { group: 'Jaringan', items: ['Perbaikan jaringan'] },
    { group: 'WAN', items: ['WAN mati'] },
  ],
  incident_hardware: [
    {
      group: 'Komputer',
      items: [
        'Komputer rusak',
        'Komputer terkena virus',
        'Komputer hang',
        'Komputer gagal booting',
        'Komputer lambat',
      ],
    },
    { group: 'Laptop', items: ['Laptop hang'] },
    { group: 'Hardisk', items: ['Hardisk rusak'] },
    { group: 'Server', items: ['Server down'] },
    { group: 'Kabel', items: ['Kabel rusak'] },
    { group: 'Listrik', items: ['Listrik rusak'] },
    { group: 'RAM', items: ['RAM kotor'] },
  ],
  incident_data: [
    { group: 'Data', items: ['Data tidak sinkron', 'Data hilang', 'Data pending', 'Update data lambat'] },
  ],
};

/** The item names offered for a category, in the order of the source; empty where the source lists none. */
export function serviceItemsOf(category: Category): readonly string[] {
  return (serviceItems[category] ?? []).flatMap((group) => group.items);
}
