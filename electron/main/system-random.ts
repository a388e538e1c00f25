import { randomBytes } from 'node:crypto';

/** A value nobody can guess: 144 random bits in 24 characters, good for a nonce and for an address. */
export function randomToken(): string {
  return randomBytes(18).toString('base64url');
}
