import { err, ok, type Result } from '../domain/result.ts';
import type { CourierFault, CourierSeal } from './courier.ts';
import {
  type Bytes,
  base64UrlOf,
  bytesOfHex,
  type CourierKey,
  type CourierMeans,
  hexOf,
} from './courier-means.ts';

/** As many rounds as for the password that opens a device offline. */
const iterations = 600_000;

export interface CourierKeys {
  readonly privateKey: CourierKey;
  /** Hexadecimal, as it travels. */
  readonly publicKey: string;
}

/** A new pair of keys for signing. One that is `extractable` can be stored as bytes. */
export async function makeCourierKeys({ crypto }: CourierMeans, extractable: boolean): Promise<CourierKeys> {
  const made = await crypto.subtle.generateKey('Ed25519', extractable, ['sign', 'verify']);
  if (!('privateKey' in made)) throw new Error('Ed25519 keys come in pairs');
  const { privateKey, publicKey } = made;
  return { privateKey, publicKey: hexOf(new Uint8Array(await crypto.subtle.exportKey('raw', publicKey))) };
}

/** True where the file was signed with the private half of this key; false for a key that is none. */
export async function isSignedBy(
  { crypto }: CourierMeans,
  publicKey: string,
  signature: Bytes,
  bytes: Bytes,
): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('raw', bytesOfHex(publicKey), 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', key, signature, bytes);
  } catch {
    return false;
  }
}

/** SHA-256 in small hexadecimal letters. */
export async function digestOfBytes({ crypto }: CourierMeans, bytes: Bytes): Promise<string> {
  return hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

/** SHA-256 of a text as base64url. */
export async function printOf({ crypto, TextEncoder }: CourierMeans, text: string): Promise<string> {
  return base64UrlOf(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))));
}

async function sealingKey(
  { crypto, TextEncoder }: CourierMeans,
  passphrase: string,
  seal: CourierSeal,
): Promise<CourierKey> {
  // The same words typed on another keyboard or system must give the same key.
  const words = new TextEncoder().encode(passphrase.normalize('NFKC'));
  const from = await crypto.subtle.importKey('raw', words, 'PBKDF2', false, ['deriveKey']);
  const way = {
    name: 'PBKDF2',
    hash: 'SHA-256',
    salt: bytesOfHex(seal.salt),
    iterations: seal.iterations,
  } as const;
  return crypto.subtle.deriveKey(way, from, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

/** AES-256-GCM needs a nonce of its own for every part: the file's, with the part's place in its last bytes. */
function wayOf({ iv }: CourierSeal, part: number): { readonly name: 'AES-GCM'; readonly iv: Bytes } {
  const nonce = bytesOfHex(iv);
  const view = new DataView(nonce.buffer);
  view.setUint32(8, view.getUint32(8) ^ part);
  return { name: 'AES-GCM', iv: nonce };
}

/** How the parts of one file are sealed: not at all where there is no passphrase. */
export interface Sealing {
  readonly seal: CourierSeal | null;
  sealPart(part: number, bytes: Bytes): Promise<Bytes>;
}

/** Sealing for a new file. Salt and nonce are new for every file. */
export async function newSealing(means: CourierMeans, passphrase: string | null): Promise<Sealing> {
  if (passphrase === null) return { seal: null, sealPart: async (_part, bytes) => bytes };
  const random = (length: number) => {
    const filled = new Uint8Array(length);
    means.crypto.getRandomValues(filled);
    return hexOf(filled);
  };
  const seal: CourierSeal = { kdf: 'PBKDF2-SHA-256', iterations, salt: random(16), iv: random(12) };
  const key = await sealingKey(means, passphrase, seal);
  return {
    seal,
    sealPart: async (part, bytes) =>
      new Uint8Array(await means.crypto.subtle.encrypt(wayOf(seal, part), key, bytes)),
  };
}

/** Opens a part of one file. The signature has been checked, so what does not open has another passphrase. */
export type Unsealing = (part: number, sealed: Bytes) => Promise<Result<Bytes, CourierFault>>;

/** Opens what lies under a seal, part by part. */
export async function openSealing(
  means: CourierMeans,
  seal: CourierSeal | null,
  passphrase: string | null,
): Promise<Result<Unsealing, CourierFault>> {
  if (seal === null) return ok(async (_part, sealed) => ok(sealed));
  if (passphrase === null || passphrase === '') return err('passphrase_needed');
  const key = await sealingKey(means, passphrase, seal);
  return ok(async (part, sealed) => {
    try {
      return ok(new Uint8Array(await means.crypto.subtle.decrypt(wayOf(seal, part), key, sealed)));
    } catch {
      return err('passphrase_wrong');
    }
  });
}
