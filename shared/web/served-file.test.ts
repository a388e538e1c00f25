import { describe, expect, it } from 'vitest';
import { mediaTypeOf } from './media-type.ts';
import { servedFile } from './served-file.ts';

const manifest = new Set(['/index.html', '/assets/index-a1.js', '/service-worker.js']);

describe('which built file answers a path', () => {
  it('knows its files and its page', () => {
    expect(servedFile('/', manifest)).toBe('/index.html');
    expect(servedFile('/assets/index-a1.js', manifest)).toBe('/assets/index-a1.js');
  });

  it('gives the page to screen addresses', () => {
    for (const path of ['/tiket', '/tiket/0192-aa/', '/rekap/2026-11/cetak'])
      expect(servedFile(path, manifest)).toBe('/index.html');
  });

  it('keeps away from reserved prefixes, also where they end', () => {
    expect(servedFile('/api/unknown', manifest, ['/api'])).toBeUndefined();
    expect(servedFile('/api', manifest, ['/api'])).toBeUndefined();
    expect(servedFile('/apinya', manifest, ['/api'])).toBe('/index.html');
  });

  it('knows nothing else', () => {
    const unknown = [
      '',
      'x',
      '//x',
      '/../x',
      '/a/../b',
      '/%2e%2e',
      '/a\\b',
      '/x.js',
      '/assets/x',
      '/a'.repeat(9),
    ];
    for (const path of unknown) expect(servedFile(path, manifest), path).toBeUndefined();
  });

  it('has nothing to give without a page', () => {
    expect(servedFile('/', new Set())).toBeUndefined();
    expect(servedFile('/tiket', new Set())).toBeUndefined();
  });
});

describe('media types', () => {
  it('knows what the app ships, whatever the case, and nothing more', () => {
    expect(mediaTypeOf('index.HTML')).toBe('text/html; charset=utf-8');
    expect(mediaTypeOf('inter-x.woff2')).toBe('font/woff2');
    for (const name of ['index.js.map', 'x.exe', 'x', '', 'constructor', 'x.constructor'])
      expect(mediaTypeOf(name)).toBeUndefined();
  });
});
