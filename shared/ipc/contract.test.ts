import { describe, expect, it } from 'vitest';
import { fileName, readAnswer, requestNames } from './contract.ts';

describe('contract of the bridge', () => {
  it('lists its requests; a change here is a change of the bridge', () => {
    expect(requestNames).toEqual([
      'app.info',
      'print.pdf',
      'print.paper',
      'file.save',
      'notify.show',
      'deadlines.set',
      'standing.set',
      'link.open',
      'server.getOrigin',
      'server.setOrigin',
      'journal.append',
      'journal.acknowledge',
      'journal.read',
      'journal.marker',
      'journal.keepFile',
      'journal.files',
      'journal.readFile',
      'journal.dropFiles',
      'storage.free',
      'storage.reset',
    ]);
  });

  it('takes answers that keep to it and no others', () => {
    const value = { saved: true };
    expect(readAnswer('file.save', { ok: true, value })).toEqual({ ok: true, value });
    const error = { code: 'write_failed', message: 'x' };
    expect(readAnswer('file.save', { ok: false, error })).toEqual({ ok: false, error });
    const bad = [
      undefined,
      null,
      {},
      { ok: true },
      { ok: true, value: { saved: 'yes' } },
      { ok: true, value: { ...value, more: 1 } },
      { ok: false, error: { ...error, code: 'unheard_of' } },
      { ok: false, value },
    ];
    for (const answer of bad) expect(readAnswer('file.save', answer), JSON.stringify(answer)).toBeUndefined();
  });

  it('takes plain file names only', () => {
    for (const good of ['Rekap November 2026.pdf', 'INS-DINKES-2611-B7-0042.pdf', 'a', 'konsep.v2.csv']) {
      expect(fileName.safeParse(good).success, good).toBe(true);
    }
    const bad = [
      '',
      '.',
      '..',
      'a/b',
      'a\\b',
      'C:x',
      'con',
      'NUL.txt',
      'com1.pdf',
      'a.',
      ' a',
      'a ',
      'a\nb',
      'a\u202eb',
      'a*b',
      'x'.repeat(151),
    ];
    for (const name of bad) expect(fileName.safeParse(name).success, JSON.stringify(name)).toBe(false);
  });
});
