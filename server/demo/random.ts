/** Repeatable randomness: the same seed gives the same sequence on every machine. */
export interface Random {
  /** From 0 up to but not including 1. */
  next(): number;
  /** A whole number, both ends included. */
  whole(least: number, most: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** An item chosen in proportion to its weight. */
  weighted<T extends { readonly weight: number }>(list: readonly T[]): T;
  /** Log-normal: half of the values lie below `median`; the larger `spread`, the longer the tail. */
  logNormal(median: number, spread: number): number;
  /** So many hexadecimal digits. */
  hex(digits: number): string;
}

const twoTo32 = 2 ** 32;

/** The four words of state, spread from one seed so that neighbouring seeds have nothing in common. */
function spread(seed: number): [number, number, number, number] {
  let state = seed >>> 0;
  const word = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  };
  return [word(), word(), word(), word()];
}

/** A generator of the xoshiro128** family. */
export function createRandom(seed: number): Random {
  let [a, b, c, d] = spread(seed);
  const rotate = (value: number, by: number) => ((value << by) | (value >>> (32 - by))) >>> 0;
  const bits = (): number => {
    const result = Math.imul(rotate(Math.imul(b, 5) >>> 0, 7), 9) >>> 0;
    const shifted = (b << 9) >>> 0;
    c = (c ^ a) >>> 0;
    d = (d ^ b) >>> 0;
    b = (b ^ c) >>> 0;
    a = (a ^ d) >>> 0;
    c = (c ^ shifted) >>> 0;
    d = rotate(d, 11);
    return result;
  };
  const next = () => bits() / twoTo32;
  const pick = <T>(list: readonly T[]): T => {
    if (list.length === 0) throw new Error('nothing to pick from');
    return list[Math.floor(next() * list.length)] as T;
  };
  return {
    next,
    pick,
    whole: (least, most) => least + Math.floor(next() * (most - least + 1)),
    chance: (probability) => next() < probability,
    weighted(list) {
      let left = next() * list.reduce((sum, { weight }) => sum + weight, 0);
      for (const item of list) {
        left -= item.weight;
        if (left < 0) return item;
      }
      return pick(list);
    },
    logNormal(median, width) {
      const radius = Math.sqrt(-2 * Math.log(1 - next()));
      return median * Math.exp(width * radius * Math.cos(2 * Math.PI * next()));
    },
    hex: (digits) => Array.from({ length: digits }, () => Math.floor(next() * 16).toString(16)).join(''),
  };
}
