/**
 * Orders slots by 64-bit keys, smallest first: eight bits at a time over two 32-bit halves, which is several times faster
 * than comparing. Equal keys keep their order.
 */
export function radixSort(slots: Uint32Array, high: Uint32Array, low: Uint32Array): void {
  const size = slots.length;
  type Keyed = { slots: Uint32Array; high: Uint32Array; low: Uint32Array };
  let from: Keyed = { slots, high, low };
  let to: Keyed = { slots: new Uint32Array(size), high: new Uint32Array(size), low: new Uint32Array(size) };
  const counts = new Uint32Array(256);
  for (let pass = 0; pass < 8; pass += 1) {
    const shift = (pass & 3) * 8;
    const keys = pass < 4 ? from.low : from.high;
    counts.fill(0);
    for (let at = 0; at < size; at += 1) {
      const digit = ((keys[at] as number) >>> shift) & 0xff;
      counts[digit] = (counts[digit] as number) + 1;
    }
    if (size === 0 || counts[((keys[0] as number) >>> shift) & 0xff] === size) continue;
    let sum = 0;
    for (let digit = 0; digit < 256; digit += 1) {
      const count = counts[digit] as number;
      counts[digit] = sum;
      sum += count;
    }
    for (let at = 0; at < size; at += 1) {
      const digit = ((keys[at] as number) >>> shift) & 0xff;
      const place = counts[digit] as number;
      counts[digit] = place + 1;
      to.slots[place] = from.slots[at] as number;
      to.high[place] = from.high[at] as number;
      to.low[place] = from.low[at] as number;
    }
    [from, to] = [to, from];
  }
  if (from.slots !== slots) {
    slots.set(from.slots);
    high.set(from.high);
    low.set(from.low);
  }
}

const smallRun = 200;
const charsPerKey = 4;

/** Orders slots by their texts (UTF-16 order), four characters at a time, comparing whole texts only in short runs. */
export function sortByText(slots: Uint32Array, texts: readonly string[], depth = 0): void {
  const size = slots.length;
  if (size <= smallRun || depth > 400) {
    slots.sort((a, b) => compareText(texts[a] as string, texts[b] as string));
    return;
  }
  const high = new Uint32Array(size);
  const low = new Uint32Array(size);
  for (let at = 0; at < size; at += 1) {
    const text = texts[slots[at] as number] as string;
    high[at] = (unit(text, depth) << 16) | unit(text, depth + 1);
    low[at] = (unit(text, depth + 2) << 16) | unit(text, depth + 3);
  }
  radixSort(slots, high, low);
  for (let start = 0; start < size; ) {
    let end = start + 1;
    while (end < size && high[end] === high[start] && low[end] === low[start]) end += 1;
    // The last unit is 0 when the text has ended: then all of the run are the same text.
    if (end - start > 1 && ((low[start] as number) & 0xffff) !== 0) {
      sortByText(slots.subarray(start, end), texts, depth + charsPerKey);
    }
    start = end;
  }
}

/** A character as a number of its own, 0 behind the end of the text. */
function unit(text: string, at: number): number {
  return at < text.length ? Math.min(text.charCodeAt(at) + 1, 0xffff) : 0;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const scratch = new Float64Array(1);
const halves = new Uint32Array(scratch.buffer);

/** Orders slots by numbers (negative, zero, positive, infinite), smallest first. */
export function sortByNumber(slots: Uint32Array, numbers: ArrayLike<number>): void {
  const size = slots.length;
  const high = new Uint32Array(size);
  const low = new Uint32Array(size);
  for (let at = 0; at < size; at += 1) {
    scratch[0] = numbers[slots[at] as number] as number;
    const top = halves[1] as number;
    // The bits of IEEE 754 numbers order like integers once the sign is turned: all bits for negative ones.
    const isNegative = top >>> 31 === 1;
    high[at] = isNegative ? ~top : top | 0x8000_0000;
    low[at] = isNegative ? ~(halves[0] as number) : (halves[0] as number);
  }
  radixSort(slots, high, low);
}
