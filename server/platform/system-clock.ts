import { randomBytes, randomInt } from 'node:crypto';
import type { Platform } from './platform.ts';

/** The machine's own clock and randomness: the one place of the server that asks for them. */
export const systemPlatform: Platform = {
  clock: () => Date.now(),
  id: () => randomBytes(16).toString('hex'),
  secret: (bytes) => randomBytes(bytes).toString('base64url'),
  dice: (below) => randomInt(below),
};
