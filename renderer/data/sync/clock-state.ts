import type { MetaValue } from '../db/meta.ts';

/**
 * What all windows and the worker of a desk know together of the device's clock. An epoch is a stretch of time in which
 * nobody saw the clock move by itself; it ends with an exchange, with a move that a running window notices, and with the
 * app being closed. Every mutation notes the epoch it was made in.
 */
export type ClockState = MetaValue<'clock'>;

/** From here on an error is worth telling: office clocks differ by less, and the server flags from the same on. */
export const leastErrorMs = 30_000;

/** Later moves than these are taken together: nobody sleeps the computer so often between two exchanges. */
const mostSteps = 64;

/** A device that has never heard the server: its own clock is all there is. */
export const unknownClock: ClockState = {
  offsetMs: 0,
  seenServerTime: 0,
  isKnown: false,
  epoch: 0,
  since: 0,
  steps: [],
};

/**
 * A new epoch, because the clock moved. `errorMs` is by how much the corrected instant is behind the truth from then on
 * if the move was not what it was taken for; null where that could be anything.
 */
export function withStep(state: ClockState, errorMs: number | null): ClockState {
  const epoch = state.epoch + 1;
  const steps = [...state.steps, { epoch, errorMs }];
  // The earliest stays, and with it where the first doubt begins.
  if (steps.length > mostSteps) steps.splice(1, 1);
  return { ...state, epoch, steps };
}

/** What an exchange tells: the device clock's true offset now, how far that can be wrong, and the server's instant. */
export interface Heard {
  readonly offsetMs: number;
  readonly uncertaintyMs: number;
  readonly serverTime: number;
}

export interface Learnt {
  readonly state: ClockState;
  /** By how much the corrected instant was behind the truth just now, ms; 0 where the exchange could not tell. */
  readonly errorMs: number;
  /** By how much an instant noted in this epoch, not judged before, is behind the truth, ms. */
  errorIn(epoch: number): number;
}

const dayMs = 86_400_000;

/**
 * Takes an exchange in: the offset is the true one from now on, and all epochs since the last exchange are judged. An
 * offset that the exchange cannot tell from the true one stays, so that a slow line does not spoil what a fast one taught.
 */
export function learn(state: ClockState, heard: Heard): Learnt {
  const difference = heard.offsetMs - state.offsetMs;
  const isSame = state.isKnown && Math.abs(difference) <= heard.uncertaintyMs;
  const errorMs = isSame ? 0 : Math.round(difference);
  const epoch = state.epoch + 1;
  // A server whose own clock was set years ahead for a while must not bind the device to that instant.
  const wasServerWrong = heard.serverTime < state.seenServerTime - dayMs;
  return {
    state: {
      offsetMs: Math.round(isSame ? state.offsetMs : heard.offsetMs),
      seenServerTime: wasServerWrong ? heard.serverTime : Math.max(state.seenServerTime, heard.serverTime),
      isKnown: true,
      epoch,
      since: epoch,
      steps: [],
    },
    errorMs,
    errorIn: explained(state, errorMs),
  };
}

/**
 * Where the error of an exchange began. What was made before the first move was right, what was made after the last one
 * is wrong by all of it. Between them the fewest moves that add up to it are held responsible; where none do, the first
 * that could have been of any size, else the first.
 */
function explained(state: ClockState, errorMs: number): (epoch: number) => number {
  const { isKnown, steps } = state;
  if (Math.abs(errorMs) < leastErrorMs) return () => 0;
  if (!isKnown || steps.length === 0) return () => errorMs;
  const sized = steps.flatMap((step) =>
    step.errorMs === null ? [] : [{ epoch: step.epoch, errorMs: step.errorMs }],
  );
  const hasAnySize = sized.length < steps.length;
  const guilty = fewest(sized, errorMs, hasAnySize ? 1 : 3);
  const [first] = steps;
  const begin = steps.find((step) => step.errorMs === null) ?? first;
  if (guilty === null) return (epoch) => (epoch >= (begin?.epoch ?? 0) ? errorMs : 0);
  const last = guilty.at(-1)?.epoch ?? 0;
  return (epoch) =>
    epoch >= last ? errorMs : guilty.reduce((sum, step) => sum + (step.epoch <= epoch ? step.errorMs : 0), 0);
}

interface Sized {
  readonly epoch: number;
  readonly errorMs: number;
}

/** The fewest steps, the earliest of equals, whose errors add up to `wanted`; at most `limit`. Null where none do. */
function fewest(steps: readonly Sized[], wanted: number, limit: number): readonly Sized[] | null {
  const search = (from: number, left: number, count: number): readonly Sized[] | null => {
    if (count === 0) return Math.abs(left) <= leastErrorMs ? [] : null;
    for (let at = from; at < steps.length; at += 1) {
      const step = steps[at];
      if (step === undefined) break;
      const rest = search(at + 1, left - step.errorMs, count - 1);
      if (rest !== null) return [step, ...rest];
    }
    return null;
  };
  for (let count = 1; count <= limit; count += 1) {
    const found = search(0, wanted, count);
    if (found !== null) return found;
  }
  return null;
}
