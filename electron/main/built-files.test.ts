import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { listBuiltFiles } from './built-files.ts';

it('lists what is built and known, and follows no link out of the folder', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tanggap-built-'));
  try {
    mkdirSync(path.join(folder, 'assets'));
    for (const name of ['index.html', 'assets/index-1.js', 'assets/index-1.js.map', 'notes']) {
      writeFileSync(path.join(folder, name), 'x');
    }
    symlinkSync('/etc', path.join(folder, 'etc'), 'junction');
    symlinkSync(path.join(folder, 'index.html'), path.join(folder, 'linked.html'));
    expect([...listBuiltFiles(folder).keys()].sort()).toEqual(['/assets/index-1.js', '/index.html']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
