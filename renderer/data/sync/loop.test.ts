import { describe, expect, it } from 'vitest';
import type { SyncEngine } from './engine.ts';
import type { ExchangeEnd } from './exchange-end.ts';
import { SyncLoop, type Wake } from './loop.ts';
import type { SyncPorts } from './ports.ts';

/** A loop whose exchanges end when told, and whose waits end only by being woken. */
function startLoop() {
  const waiting: ((end: ExchangeEnd) => void)[] = [];
  let exchanges = 0;
  const engine = {
    exchange: () => {
      exchanges += 1;
      return new Promise<ExchangeEnd>((resolve) => waiting.push(resolve));
    },
  } as unknown as SyncEngine;
  const ports = {
    random: () => 0.5,
    sleep: (_ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })),
  } as unknown as SyncPorts;
  const loop = new SyncLoop(engine, ports);
  const stop = new AbortController();
  const over = loop.run(stop.signal);
  const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
  return {
    loop,
    exchanges: () => exchanges,
    async end(end: ExchangeEnd) {
      waiting.shift()?.(end);
      await settle();
    },
    async stop() {
      stop.abort();
      for (const resolve of waiting) resolve({ kind: 'done' });
      await over;
    },
  };
}

/** Exchanges begun when one that was under way at the wake has ended so. */
async function afterWake(cause: Wake, end: ExchangeEnd): Promise<number> {
  const { loop, exchanges, end: finish, stop } = startLoop();
  loop.wake(cause);
  await finish(end);
  const count = exchanges();
  await stop();
  return count;
}

describe('the loop of exchanges', () => {
  it('SES-3 signing in while an exchange of the ended session is under way begins another one', async () => {
    expect(await afterWake('session', { kind: 'signed_out', code: 'unauthenticated' })).toBe(2);
  });

  it('a person who asks during an exchange that fails is heard, unless the server asked to be left alone', async () => {
    expect(await afterWake('now', { kind: 'offline' })).toBe(2);
    expect(await afterWake('now', { kind: 'later', ms: 7_000, code: 'too_many_requests' })).toBe(1);
  });

  it('work and pokes during an exchange make another one, but do not break a back-off', async () => {
    for (const cause of ['work', 'poke'] as const) {
      expect(await afterWake(cause, { kind: 'done' })).toBe(2);
      expect(await afterWake(cause, { kind: 'offline' })).toBe(1);
    }
  });
});
