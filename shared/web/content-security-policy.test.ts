import { describe, expect, it } from 'vitest';
import {
  contentSecurityPolicy,
  nonceMark,
  placeNonce,
  printSecurityPolicy,
} from './content-security-policy.ts';

const nonce = 'AbCdEfGhIjKlMnOpQrSt';

describe('content security policy', () => {
  it('allows the app itself, styles by nonce and the server, nothing else', () => {
    expect(contentSecurityPolicy(nonce, ['https://layanan.example:8443'])).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-AbCdEfGhIjKlMnOpQrSt'; img-src 'self' blob: data:; " +
        "font-src 'self'; connect-src 'self' https://layanan.example:8443; worker-src 'self'; object-src 'none'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
    );
  });

  it('has no hole, with or without a server, also for print', () => {
    for (const policy of [
      contentSecurityPolicy(nonce),
      contentSecurityPolicy(nonce, ['http://[::1]:1']),
      printSecurityPolicy(nonce),
    ]) {
      expect(policy).not.toMatch(/unsafe|\*|strict-dynamic/);
      expect(policy.startsWith("default-src 'none'")).toBe(true);
    }
    expect(printSecurityPolicy(nonce)).not.toMatch(/script-src|connect-src/);
  });

  it('is never built from text that could add a directive', () => {
    for (const bad of ['', 'short', "x'; script-src *", 'AbCdEfGhIjKlMnOpQrSt;', 'AbCdEfGhIjKlMnOpQrSt\n']) {
      expect(() => contentSecurityPolicy(bad)).toThrow();
      expect(() => placeNonce(nonceMark, bad)).toThrow();
    }
    for (const bad of [
      '*',
      'https:',
      'https://x y',
      "https://x; script-src 'unsafe-inline'",
      'https://x/path',
      'ftp://x',
      '',
    ]) {
      expect(() => contentSecurityPolicy(nonce, [bad]), bad).toThrow();
    }
  });

  it('puts the nonce at every mark', () => {
    expect(placeNonce(`<a nonce="${nonceMark}"><b nonce="${nonceMark}">`, nonce)).toBe(
      `<a nonce="${nonce}"><b nonce="${nonce}">`,
    );
  });
});
