/** Bytes that can be handed to the surroundings: not shared between threads. */
export type Bytes = Uint8Array<ArrayBuffer>;

/**
 * What courier files need of the surroundings, as browsers and Node give it alike: `globalThis` fits. Handed in, because
 * this part of the house has neither. Only what is used is named here.
 */
export interface CourierMeans {
  readonly crypto: {
    readonly subtle: Subtle;
    getRandomValues(bytes: Bytes): unknown;
  };
  readonly TextEncoder: new () => { encode(text: string): Bytes };
  readonly TextDecoder: new (
    label: string,
    options: { readonly fatal: boolean },
  ) => { decode(bytes?: Uint8Array, options?: { readonly stream: boolean }): string };
  readonly CompressionStream: new (format: 'gzip') => ByteTransform;
  readonly DecompressionStream: new (format: 'gzip') => ByteTransform;
}

/** A key held by the surroundings; a private one cannot be read out. */
export interface CourierKey {
  readonly type: string;
}

type KeyUse = 'sign' | 'verify' | 'encrypt' | 'decrypt' | 'deriveKey';

interface Subtle {
  generateKey(
    name: 'Ed25519',
    extractable: boolean,
    usages: KeyUse[],
  ): Promise<CourierKey | { readonly privateKey: CourierKey; readonly publicKey: CourierKey }>;
  importKey(
    format: 'raw' | 'pkcs8',
    bytes: Bytes,
    name: string,
    extractable: boolean,
    usages: KeyUse[],
  ): Promise<CourierKey>;
  exportKey(format: 'raw' | 'pkcs8', key: CourierKey): Promise<ArrayBuffer>;
  sign(name: 'Ed25519', key: CourierKey, bytes: Bytes): Promise<ArrayBuffer>;
  verify(name: 'Ed25519', key: CourierKey, signature: Bytes, bytes: Bytes): Promise<boolean>;
  digest(name: 'SHA-256', bytes: Bytes): Promise<ArrayBuffer>;
  deriveKey(
    way: {
      readonly name: 'PBKDF2';
      readonly hash: 'SHA-256';
      readonly salt: Bytes;
      readonly iterations: number;
    },
    from: CourierKey,
    to: { readonly name: 'AES-GCM'; readonly length: 256 },
    extractable: boolean,
    usages: KeyUse[],
  ): Promise<CourierKey>;
  encrypt(way: AesWay, key: CourierKey, bytes: Bytes): Promise<ArrayBuffer>;
  decrypt(way: AesWay, key: CourierKey, bytes: Bytes): Promise<ArrayBuffer>;
}

interface AesWay {
  readonly name: 'AES-GCM';
  readonly iv: Bytes;
}

interface ByteTransform {
  readonly readable: {
    getReader(): {
      read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
      cancel(): Promise<void>;
    };
  };
  readonly writable: {
    getWriter(): {
      write(bytes: Bytes): Promise<void>;
      close(): Promise<void>;
    };
  };
}

export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The bytes of a text that is known to be hexadecimal. */
export function bytesOfHex(text: string): Bytes {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

const sixBits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Base64 for addresses, without padding. */
export function base64UrlOf(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
    const group = (a << 16) | (b << 8) | c;
    const letters = [18, 12, 6, 0].map((shift) => sixBits.charAt((group >> shift) & 63)).join('');
    text += letters.slice(0, Math.min(4, bytes.length - at + 1));
  }
  return text;
}
