import { describe, expect, it } from 'vitest';
import { ok } from '#shared/domain/result.ts';
import type { Access } from './access.ts';
import type { ServerApi } from './api.ts';
import { listenForPokes } from './poke.ts';
import type { SyncPorts } from './ports.ts';

const encoder = new TextEncoder();

/** A line of pokes whose bytes and whose waiting times are in the test's hand. */
function listen() {
  const streams: ReadableStreamDefaultController<Uint8Array>[] = [];
  const waits: { readonly ms: number; over(): void }[] = [];
  const lives: boolean[] = [];
  let pokes = 0;
  const sleep = (ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const wait = { ms, over: resolve };
      waits.push(wait);
      signal.addEventListener('abort', () => {
        const at = waits.indexOf(wait);
        if (at >= 0) waits.splice(at, 1);
        resolve();
      });
    });
  const end = new AbortController();
  const over = listenForPokes(
    {
      api: {
        events: async () => ok(new ReadableStream({ start: (stream) => void streams.push(stream) })),
      } as unknown as ServerApi,
      access: { call: (request: (token: string) => unknown) => request('token') } as unknown as Access,
      ports: { sleep, random: () => 0.5 } as unknown as SyncPorts,
      onPoke: () => {
        pokes += 1;
      },
      onLive: (isLive) => lives.push(isLive),
    },
    end.signal,
  );
  const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
  return {
    lives,
    streams,
    pokes: () => pokes,
    settle,
    async say(text: string) {
      streams.at(-1)?.enqueue(encoder.encode(text));
      await settle();
    },
    /** Lets the longest wait under way run out, as when nothing has happened for so long. */
    async pass(atLeastMs: number) {
      const wait = waits.find(({ ms }) => ms >= atLeastMs);
      wait?.over();
      await settle();
      return wait?.ms;
    },
    /** Ends the short wait before the next attempt. */
    async retry() {
      waits.at(-1)?.over();
      await settle();
    },
    async stop() {
      end.abort();
      for (const wait of [...waits]) wait.over();
      await settle();
      for (const wait of [...waits]) wait.over();
      await over;
    },
  };
}

describe('line of pokes', () => {
  it('F41 a connection that says nothing more is dead: work is asked for, and another one is made', async () => {
    const line = listen();
    await line.settle();
    expect(line.lives).toEqual([true]);
    await line.say('event: beat\n\n');
    await line.say('event: poke\n\n');
    const heard = line.pokes();
    expect(heard).toBeGreaterThan(1);
    // Half open: no byte, no end. After a minute the exchange is asked for, so that nothing is missed meanwhile.
    expect(await line.pass(60_000)).toBe(60_000);
    expect(line.lives).toEqual([true, false]);
    expect(line.pokes()).toBe(heard + 1);
    await line.retry();
    expect(line.streams).toHaveLength(2);
    expect(line.lives).toEqual([true, false, true]);
    // What happened while nobody listened is asked for once.
    expect(line.pokes()).toBe(heard + 2);
    await line.stop();
  });

  it('F41 a beat in time keeps it', async () => {
    const line = listen();
    await line.settle();
    for (let at = 0; at < 20; at += 1) await line.say('event: beat\n\n');
    expect(line.lives).toEqual([true]);
    expect(line.streams).toHaveLength(1);
    await line.stop();
  });
});
