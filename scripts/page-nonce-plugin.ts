import type { Plugin } from 'vite';
import { nonceMark } from '../shared/web/content-security-policy.ts';

const emptyNonce = /<meta property="csp-nonce" nonce="[^"]*"\s*\/?>/;

/** Puts the mark, which each response replaces by its nonce, into the page's csp-nonce element; no page without one. */
export function pageNonce(): Plugin {
  return {
    name: 'tanggap:page-nonce',
    apply: 'build',
    transformIndexHtml(html) {
      if (!emptyNonce.test(html)) throw new Error('index.html has no <meta property="csp-nonce" nonce="">');
      return html.replace(emptyNonce, `<meta property="csp-nonce" nonce="${nonceMark}" />`);
    },
  };
}
