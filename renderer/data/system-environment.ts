import { compressedRequest } from './compressed-request.ts';
import type { SyncPorts } from './sync/ports.ts';

/** The machine's clock, randomness and network: the one place of the data layer that asks for them. */
export interface Environment extends SyncPorts {
  /** A new identifier: time-ordered (version 7), so that new tickets sort last and packs keep their ranges. */
  newId(): string;
}

const requestTimeoutAlways: (ms: number | null, own: AbortSignal | null | undefined) => AbortSignal | null = (
  ms,
  own,
) => {
  if (ms === null) return own ?? null;
  const limit = AbortSignal.timeout(ms);
  return own ? AbortSignal.any([own, limit]) : limit;
};

/** The environment of a browser tab or a worker, against the server at `serverOrigin`. */
export function systemEnvironment(serverOrigin: string): Environment {
  return {
    fetch: async (path, init, timeoutMs) =>
      globalThis.fetch(new URL(path, serverOrigin), {
        ...(await compressedRequest(init)),
        cache: 'no-store',
        credentials: 'omit',
        signal: requestTimeoutAlways(timeoutMs, init.signal),
      }),
    deviceNow: () => Date.now(),
    monotonicNow: () => performance.now(),
    random: () => Math.random(),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const done = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          resolve();
        };
        const timer = setTimeout(done, ms);
        signal.addEventListener('abort', done);
      }),
    // Awaited here: a lock whose work fails rejects with that failure.
    alone: async (name, work) => await navigator.locks.request(name, work),
    newId: () => timeOrderedId(Date.now(), crypto.getRandomValues(new Uint8Array(10))),
  };
}

/** UUID version 7 (RFC 9562) of an instant (UTC ms) and ten random bytes. */
export function timeOrderedId(at: number, random: Uint8Array): string {
  const time = Math.max(0, at).toString(16).padStart(12, '0').slice(-12);
  const [a = 0, b = 0, c = 0, ...rest] = random;
  const version = (0x7000 | ((a & 0x0f) << 8) | b).toString(16);
  const variant = ((0x80 | (c & 0x3f)) << 8) | (rest[0] ?? 0);
  const tail = rest.slice(1).map((byte) => byte.toString(16).padStart(2, '0'));
  return `${time.slice(0, 8)}-${time.slice(8)}-${version}-${variant.toString(16)}-${tail.join('').padEnd(12, '0')}`;
}
