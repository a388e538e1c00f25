import { hash } from 'node:crypto';

export { canonicalJson } from '#shared/sync/canonical-json.ts';

/** SHA-256 as base64url. */
export function sha256(text: string): string {
  return hash('sha256', text, 'base64url');
}
