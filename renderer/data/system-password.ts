/**
 * What lets a known user open this device without a network: a slow hash of the password, made at the last log-in with a
 * server. It opens nothing but the local copy; the server never accepts it.
 */
export interface PasswordVerifier {
  readonly salt: string;
  readonly hash: string;
  readonly iterations: number;
}

const iterations = 600_000;

/** Null where the browser offers no cryptography (a page over plain HTTP): then there is no unlocking without a server. */
export async function makeVerifier(password: string): Promise<PasswordVerifier | null> {
  if (globalThis.crypto?.subtle === undefined) return null;
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return { salt: hexOf(salt), hash: await derive(password, salt, iterations), iterations };
}

export async function fitsVerifier(password: string, verifier: PasswordVerifier): Promise<boolean> {
  if (globalThis.crypto?.subtle === undefined) return false;
  const salt = Uint8Array.from(verifier.salt.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const hash = await derive(password, salt, verifier.iterations);
  let difference = hash.length ^ verifier.hash.length;
  for (let at = 0; at < hash.length; at += 1)
    difference |= hash.charCodeAt(at) ^ verifier.hash.charCodeAt(at);
  return difference === 0;
}

async function derive(password: string, salt: Uint8Array<ArrayBuffer>, rounds: number): Promise<string> {
  const text = new TextEncoder().encode(password.normalize('NFKC'));
  const key = await crypto.subtle.importKey('raw', text, 'PBKDF2', false, ['deriveBits']);
  const bits = await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds },
    key,
    256,
  );
  return hexOf(new Uint8Array(bits));
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
