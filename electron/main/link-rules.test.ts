import { describe, expect, it } from 'vitest';
import { isAppAddress, outsideLink, serverOriginOf } from '#shared/web/link-rules.ts';
import { parseAddress } from './address.ts';

describe('link rules on this platform', () => {
  it('takes only its own pages for its own', () => {
    for (const own of ['app://tanggap', 'app://tanggap/', 'app://tanggap/tiket/1?a=b#c'])
      expect(isAppAddress(own, parseAddress)).toBe(true);
    for (const other of [
      'app://tanggap:1/',
      'app://tanggapx/',
      'APP://x',
      'https://tanggap/',
      '',
      'app:',
      'app://tanggap\\@x',
    ]) {
      expect(isAppAddress(other, parseAddress), other).toBe(false);
    }
  });

  it('lets https, mailto and tel out, as the parser writes them', () => {
    expect(outsideLink('HTTPS://Example.GO.ID/a', parseAddress)).toEqual({
      ok: true,
      value: 'https://example.go.id/a',
    });
    expect(outsideLink('mailto:a@b.go.id?subject=x', parseAddress).ok).toBe(true);
    expect(outsideLink('tel:+62351', parseAddress).ok).toBe(true);
  });

  it('takes https servers, and http only on this computer', () => {
    expect(serverOriginOf(' https://Layanan.Kota.example:443/ ', parseAddress)).toEqual({
      ok: true,
      value: 'https://layanan.kota.example',
    });
    for (const local of ['http://127.0.0.1:8420', 'http://localhost:1/', 'http://[::1]:9']) {
      expect(serverOriginOf(local, parseAddress).ok, local).toBe(true);
    }
    const bad = [
      'http://10.0.0.1',
      'http://127.0.0.1.evil',
      'http://localhost.evil',
      'https://',
      'https://a/b',
      'https://a?x',
      'https://a@b',
      'ws://a',
      '',
    ];
    for (const text of bad) expect(serverOriginOf(text, parseAddress).ok, text).toBe(false);
  });
});
