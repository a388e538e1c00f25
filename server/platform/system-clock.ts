import { randomBytes, randomInt } from 'node:crypto';
import type { Platform } from './platform.ts';
import type { StartTimer } from './timer.ts';

/** The machine's own clock and randomness: the one place of the server that asks for them. */
export const systemPlatform: Platform = {
  clock: () => Date.now(),
  id: () => randomBytes(16).toString('hex'),
  secret: (bytes) => randomBytes(bytes).toString('base64url'),
  dice: (below) => randomInt(below),
};

/** The machine's timer. A timer alone keeps no process alive. */
export const systemTimer: StartTimer = (ms, callback) => {
  const timer = setTimeout(callback, ms);
  timer.unref();
  return () => clearTimeout(timer);
};
