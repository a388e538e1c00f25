import { setNonce } from 'get-nonce';

interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createHTML(text: string): string; createScriptURL(url: string): string },
  ): unknown;
}

/** The nonce of this response, as the page carries it for style elements; empty where the page has no such policy. */
export function styleNonce(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]');
  return meta?.nonce || meta?.getAttribute('nonce') || '';
}

/**
 * Readies the page for its content security policy: hands the nonce to the libraries that add style elements, and sets a
 * default Trusted Types policy that lets plain text and own scripts pass and refuses any markup.
 */
export function securePage(): void {
  const nonce = styleNonce();
  if (nonce !== '') setNonce(nonce);
  const factory = (globalThis as { readonly trustedTypes?: PolicyFactory }).trustedTypes;
  factory?.createPolicy('default', {
    createHTML(text) {
      if (text.includes('<')) throw new TypeError('Markup is refused: text is shown as text.');
      return text;
    },
    createScriptURL(url) {
      if (new URL(url, location.href).origin !== location.origin)
        throw new TypeError('Only own scripts are run.');
      return url;
    },
  });
}
