import { type Environment, timeOrderedId } from '../../renderer/data/system-environment.ts';
import { responseOf } from './network.ts';
import type { SimServer } from './sim-server.ts';

/** What the surroundings of a desk are made of; asked for each time, because most of it changes. */
export interface Surroundings {
  no(): number;
  /** True time, UTC ms. */
  now(): number;
  /** The computer's clock runs ahead of true time by so much. */
  skewMs(): number;
  /** Who holds a lock of the profile by name. */
  locks(): Map<string, Promise<unknown>>;
  ask(path: string, init: RequestInit): Promise<Response>;
}

/** Clock, line, locks and ids of a simulated computer. */
export function surroundingsOf(made: Surroundings): Environment {
  let ids = 0;
  return {
    fetch: made.ask,
    deviceNow: () => made.now() + made.skewMs(),
    monotonicNow: () => made.now(),
    random: () => 0.5,
    alone: (name, work) => {
      const locks = made.locks();
      const done = (locks.get(name) ?? Promise.resolve()).then(work, work);
      locks.set(name, done);
      return done;
    },
    sleep: (_ms, signal) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })),
    newId: () => {
      ids += 1;
      const bytes = new DataView(new ArrayBuffer(10));
      bytes.setUint16(4, made.no());
      bytes.setUint32(6, ids);
      return timeOrderedId(made.now(), new Uint8Array(bytes.buffer));
    },
  };
}

/** A request on a good line. */
export async function askDirectly(server: SimServer, path: string, init: RequestInit): Promise<Response> {
  const body = typeof init.body === 'string' ? init.body : '';
  const headers = init.headers as Record<string, string>;
  const answer = await server.request(init.method ?? 'GET', path, headers, body);
  if (answer === null) throw new TypeError('no network');
  return responseOf(answer);
}
