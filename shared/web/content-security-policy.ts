/** Stands in `index.html` (and in printed documents) where the nonce of the response belongs. */
export const nonceMark = '__CSP_NONCE__';

const noncePattern = /^[A-Za-z0-9+/_-]{16,}={0,2}$/;
const originPattern = /^(?:https?|wss?):\/\/[A-Za-z0-9.[\]:-]+$/;

function checkedNonce(nonce: string): string {
  if (!noncePattern.test(nonce)) throw new Error('nonce: at least 16 base64 characters wanted');
  return nonce;
}

/**
 * The content security policy of the app's pages, one and the same in Electron and from the central server.
 * `connect` lists further origins the page may talk to (the central server, seen from the desktop).
 * A bad nonce or origin is a programming error and throws: a policy must never be built from unchecked text.
 */
export function contentSecurityPolicy(nonce: string, connect: readonly string[] = []): string {
  const origins = connect.map((origin) => {
    if (!originPattern.test(origin)) throw new Error(`not an origin: ${origin}`);
    return origin;
  });
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${checkedNonce(nonce)}'`,
    "img-src 'self' blob: data:",
    "font-src 'self'",
    `connect-src ${["'self'", ...origins].join(' ')}`,
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}

/** The policy of a document that is only printed: no script, no connection, styles with the nonce alone. */
export function printSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `style-src 'self' 'nonce-${checkedNonce(nonce)}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Puts the nonce of this response wherever the page carries the mark. */
export function placeNonce(html: string, nonce: string): string {
  return html.replaceAll(nonceMark, checkedNonce(nonce));
}

/** Headers every answer of the app carries, beside its policy. */
export const protectiveHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
};
