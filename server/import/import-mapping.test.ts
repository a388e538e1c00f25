import { describe, expect, it } from 'vitest';
import { memoryPlace } from '../../test/support/memory-place.ts';
import { setupImports } from './import-testing.ts';
import { loadMapping } from './mapping.ts';

const desk = setupImports(memoryPlace);

describe('another table, described by a mapping file alone', () => {
  const mapping = {
    name: 'buku-tamu',
    title: 'Buku catatan layanan',
    csv: { delimiter: ';', encoding: 'latin1' },
    unknownValues: ['', '-'],
    dateFormat: 'yyyy-MM-dd HH.mm',
    number: 'No. Tiket',
    reportedAt: 'Tanggal Lapor',
    history: {
      by: 'columns',
      who: 'Petugas',
      moments: [
        { column: 'Mulai', to: 'in_progress' },
        { column: 'Selesai', to: 'resolved' },
        { column: 'Ditutup', to: 'closed' },
      ],
    },
    kind: {
      column: 'Jenis',
      values: { Gangguan: 'incident', Permintaan: 'service_request' },
      otherwise: 'incident',
    },
    category: { constant: 'incident_network' },
    channel: { column: 'Lewat', values: { Surat: 'letter', Telp: 'telephone' } },
    urgency: { column: 'Mendesak', values: { T: 'high', R: 'low' }, unknown: null },
    impact: { constant: 'medium' },
    client: { name: 'Pelapor', phone: 'Telepon', whenUnknown: 'Tanpa nama' },
    assignee: 'Petugas',
    texts: {
      title: { parts: ['{Keluhan}'], join: '', whenEmpty: 'Tiket {No. Tiket}' },
      description: { parts: ['{Keluhan}', 'Ruang: {Ruang}'], join: '\n' },
      solution: { parts: ['{Tindakan}'], join: '' },
    },
  };
  const head =
    'No. Tiket;Tanggal Lapor;Jenis;Lewat;Mendesak;Pelapor;Telepon;Keluhan;Ruang;Petugas;Mulai;Selesai;Ditutup;Tindakan';
  const mappingFile = (change: Record<string, unknown> = {}) => {
    return desk.file('buku.json', JSON.stringify({ ...mapping, ...change }));
  };

  it('reads semicolons, other names, other dates, one row a ticket, another zone', async () => {
    const text = [
      head,
      '17;2026-11-20 08.05;Gangguan;Telp;T;José;0351-1;"Internet mati; semua ruang";IGD;Budi Hartono;2026-11-20 08.15;2026-11-20 10.00;-;Kabel diganti',
      '18;2026-11-20 09.00;Permintaan;Surat;-;-;-;-;-;-;;;;',
    ].join('\n');
    const { summary, problems } = await desk.run(Buffer.from(text, 'latin1'), mappingFile(), 'Asia/Makassar');
    expect(problems).toEqual([]);
    expect(summary).toMatchObject({ rows: 2, tickets: 2, written: 2 });
    const all = await desk.tickets();
    const local = (hour: number, minute: number) => Date.UTC(2026, 10, 20, hour - 8, minute);
    expect(all.get('17')).toMatchObject({
      number: `INS-${desk.opd().code}-2611-00-0001`,
      title: 'Internet mati; semua ruang',
      description: 'Internet mati; semua ruang\nRuang: IGD',
      client: { name: 'José', phone: '0351-1' },
      priority: 1,
      assignee: 'u-budi',
      supportLevel: 2,
      state: 'resolved',
      solution: 'Kabel diganti',
      reportedAt: local(8, 5),
      timeline: [
        { at: local(8, 15), type: 'state', to: 'in_progress' },
        { at: local(10, 0), type: 'state', to: 'resolved' },
      ],
    });
    expect(all.get('18')).toMatchObject({
      number: `PLY-${desk.opd().code}-2611-00-0002`,
      kind: 'service_request',
      title: 'Tiket 18',
      client: { name: 'Tanpa nama', phone: '' },
      urgency: null,
      priority: null,
      state: 'new',
    });
    const [line] = await desk.linesOf(all.get('17')?.id ?? '');
    expect(line).toMatchObject({ type: 'imported', text: 'Buku catatan layanan: 17' });
  });

  it('finds the delimiter’s and the date format’s fault by its place', () => {
    const wrong = loadMapping(mappingFile({ csv: { delimiter: ';;' } }));
    expect(wrong).toMatchObject({ ok: false, error: expect.stringContaining('csv.delimiter') });
    const noDate = loadMapping(mappingFile({ dateFormat: 'HH:mm' }));
    expect(noDate).toMatchObject({
      ok: false,
      error: expect.stringContaining('dateFormat: not a date format'),
    });
    const extra = loadMapping(mappingFile({ colour: 'red' }));
    expect(extra).toMatchObject({ ok: false, error: expect.stringContaining('colour') });
    const state = loadMapping(mappingFile({ category: { constant: 'printer' } }));
    expect(state).toMatchObject({ ok: false, error: expect.stringContaining('category') });
    expect(loadMapping('/none/such.json')).toMatchObject({
      ok: false,
      error: expect.stringContaining('ENOENT'),
    });
  });

  it('refuses a ticket without the text it needs, and takes the others', async () => {
    const path = mappingFile({ texts: { ...mapping.texts, title: { parts: ['{Keluhan}'], join: '' } } });
    const text = [head, '1;2026-11-20 08.05;;Telp;;;;;;;;;;', '2;2026-11-20 08.05;;Telp;;;;Rusak;;;;;;'].join(
      '\n',
    );
    const { problems, summary } = await desk.run(text, path);
    expect(problems).toEqual([{ line: 2, column: 'title', reason: 'text_missing' }]);
    expect(summary).toMatchObject({ tickets: 1, badRows: 1, written: 1 });
  });
});
