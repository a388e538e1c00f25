import { describe, expect, it } from 'vitest';
import { printPaths } from '../features/forms/print-paths.ts';
import { paths } from '../ui/paths.ts';
import { readPaperAddress } from './paper-address.ts';

describe('readPaperAddress', () => {
  it('reads every address the screens give, ids with a slash too', () => {
    expect(readPaperAddress(printPaths.form('FRM-001', 'a/b'))).toEqual({
      paper: 'frm-001',
      ticketId: 'a/b',
    });
    expect(readPaperAddress(printPaths.form('FRM-002', 'a'))).toEqual({ paper: 'frm-002', ticketId: 'a' });
    expect(readPaperAddress(printPaths.escalation('a', 2))).toEqual({
      paper: 'frm-006',
      ticketId: 'a',
      order: 2,
    });
    expect(readPaperAddress(paths.printTicket('a/b'))).toEqual({ paper: 'ticket', ticketId: 'a/b' });
  });

  it('reads a recap of all offices or of one', () => {
    expect(readPaperAddress('/cetak/rekap/2026-11')).toEqual({ paper: 'recap', month: '2026-11', opd: null });
    expect(readPaperAddress('/cetak/rekap/2026-11/DINKES')).toMatchObject({ opd: 'DINKES' });
  });

  it.each(['/cetak', '/cetak/', '/cetak/frm-001', '/cetak/frm-009/a', '/cetak/tiket/'])(
    'knows no paper at %j',
    (path) => {
      expect(readPaperAddress(path)).toBeNull();
    },
  );

  it('shows the first escalation where the order is none, and survives a broken escape', () => {
    expect(readPaperAddress('/cetak/frm-006/a/x')).toMatchObject({ order: 1 });
    expect(readPaperAddress('/cetak/tiket/%E0%A4')).toEqual({ paper: 'ticket', ticketId: '%E0%A4' });
  });
});
