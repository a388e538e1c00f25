import { describe, expect, it } from 'vitest';
import { readServerAddress } from './server-address.ts';

describe('a typed server address', () => {
  it.each([
    ['tanggap.kota.go.id', 'https://tanggap.kota.go.id'],
    [' https://tanggap.kota.go.id/apa/saja?x#y ', 'https://tanggap.kota.go.id'],
    ['http://192.168.1.5:8420', 'http://192.168.1.5:8420'],
    ['', null],
    ['   ', null],
    ['file:///etc/passwd', null],
    ['javascript://alert', null],
    ['https://user:secret@kota.go.id', null],
    ['https://', null],
  ])('%s', (typed, origin) => {
    expect(readServerAddress(typed)).toBe(origin);
  });
});
