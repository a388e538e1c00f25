import { describe, expect, it } from 'vitest';
import { parseHash } from './hash-location.ts';

describe('the address behind the hash', () => {
  it.each([
    ['', { path: '/', search: '' }],
    ['#', { path: '/', search: '' }],
    ['#/tiket', { path: '/tiket', search: '' }],
    ['#tiket', { path: '/tiket', search: '' }],
    ['#/tiket?q=a%20b&urut=-due', { path: '/tiket', search: 'q=a%20b&urut=-due' }],
    ['#/tiket/a%2Fb/frm-002', { path: '/tiket/a%2Fb/frm-002', search: '' }],
  ])('%s', (hash, address) => {
    expect(parseHash(hash)).toEqual(address);
  });
});
