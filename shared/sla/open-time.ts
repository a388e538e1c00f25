import { DAY_MS } from './civil.ts';
import type { DayPlan } from './day-plan.ts';
import { CHUNK_MS, FIRST_INSTANT, LAST_INSTANT, offsetsOfChunk } from './zone.ts';

const FIRST_CHUNK = Math.floor(FIRST_INSTANT / CHUNK_MS);
const END_CHUNK = Math.ceil(LAST_INSTANT / CHUNK_MS);

/**
 * The open blocks of a calendar as a growing book of cumulative open time.
 *
 * Invariants: `starts` and `ends` are sorted, blocks neither overlap nor are empty; `opens[i]` is the open time before
 * block i and `opens` has one entry more, the total; values once handed out never change when the book grows, because a
 * page put in front gets smaller values instead of shifting those behind it.
 */
export class OpenTime {
  readonly #zone: string;
  readonly #planOf: (day: number) => DayPlan;
  #starts: number[] = [];
  #ends: number[] = [];
  #opens: number[] = [0];
  #low = 0;
  #high = 0;
  #lastAt = Number.NaN;
  #lastOpen = 0;

  constructor(zone: string, planOf: (day: number) => DayPlan) {
    this.#zone = zone;
    this.#planOf = planOf;
  }

  /** Open time up to an instant, relative to a base fixed at first use. */
  openAt(instant: number): number {
    // Lists ask again and again for the same present instant.
    if (instant === this.#lastAt) return this.#lastOpen;
    const at = Math.min(LAST_INSTANT, Math.max(FIRST_INSTANT, instant));
    const index = this.#blockAt(at);
    let open: number;
    if (index < 0) {
      open = this.#opens[0] as number;
    } else {
      const end = this.#ends[index] as number;
      open = (this.#opens[index] as number) + Math.min(at, end) - (this.#starts[index] as number);
    }
    this.#lastAt = instant;
    this.#lastOpen = open;
    return open;
  }

  /** First instant at which the open time reaches a value handed out by `openAt`, or later; Infinity when never. */
  instantAt(open: number): number {
    let step = 1;
    while ((this.#opens.at(-1) as number) < open) {
      if (this.#high >= END_CHUNK) return Number.POSITIVE_INFINITY;
      this.#growTo(Math.min(END_CHUNK, this.#high + step));
      step *= 2;
    }
    const opens = this.#opens;
    let low = 0;
    let high = opens.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((opens[middle] as number) < open) low = middle + 1;
      else high = middle;
    }
    const index = low === 0 ? 0 : low - 1;
    const at = (this.#starts[index] as number) + open - (opens[index] as number);
    return at < LAST_INSTANT ? at : Number.POSITIVE_INFINITY;
  }

  /** The instant itself when open, else the start of the next block; Infinity when there is none. */
  nextOpen(at: number): number {
    const index = this.#blockAt(at);
    if (index >= 0 && at < (this.#ends[index] as number)) return at;
    let step = 1;
    while (index + 1 >= this.#starts.length) {
      if (this.#high >= END_CHUNK) return Number.POSITIVE_INFINITY;
      this.#growTo(Math.min(END_CHUNK, this.#high + step));
      step *= 2;
    }
    return this.#starts[index + 1] as number;
  }

  /** Index of the last block that starts at or before an instant, or -1. */
  #blockAt(at: number): number {
    this.#reach(at);
    const starts = this.#starts;
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] as number) <= at) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  #reach(at: number): void {
    if (Number.isNaN(at)) throw new RangeError('not an instant');
    const chunk = Math.min(END_CHUNK - 1, Math.max(FIRST_CHUNK, Math.floor(at / CHUNK_MS)));
    if (chunk >= this.#low && chunk < this.#high) return;
    if (this.#low === this.#high) {
      this.#low = chunk;
      this.#high = chunk;
    }
    if (chunk >= this.#high) this.#growTo(chunk + 1);
    if (chunk < this.#low) this.#growBackTo(chunk);
  }

  #growTo(high: number): void {
    for (; this.#high < high; this.#high += 1) {
      for (const [start, end] of this.#blocksOf(this.#high)) {
        this.#starts.push(start);
        this.#ends.push(end);
        this.#opens.push((this.#opens.at(-1) as number) + end - start);
      }
    }
    this.#lastAt = Number.NaN;
  }

  #growBackTo(low: number): void {
    const starts: number[] = [];
    const ends: number[] = [];
    const opens: number[] = [0];
    for (let chunk = low; chunk < this.#low; chunk += 1) {
      for (const [start, end] of this.#blocksOf(chunk)) {
        starts.push(start);
        ends.push(end);
        opens.push((opens.at(-1) as number) + end - start);
      }
    }
    const total = opens.pop() as number;
    const base = this.#opens[0] as number;
    this.#starts = starts.concat(this.#starts);
    this.#ends = ends.concat(this.#ends);
    this.#opens = opens.map((open) => open - total + base).concat(this.#opens);
    this.#low = low;
    this.#lastAt = Number.NaN;
  }

  /** Blocks within one chunk of instants, computed per stretch of constant offset: no local time is ever ambiguous. */
  #blocksOf(chunk: number): [number, number][] {
    const result: [number, number][] = [];
    for (const span of offsetsOfChunk(this.#zone, chunk)) {
      const lastDay = Math.floor((span.to - 1 + span.offset) / DAY_MS);
      for (let day = Math.floor((span.from + span.offset) / DAY_MS); day <= lastDay; day += 1) {
        const midnight = day * DAY_MS - span.offset;
        for (const block of this.#planOf(day).blocks) {
          const start = Math.max(span.from, midnight + block.from);
          const end = Math.min(span.to, midnight + block.to);
          const last = result.at(-1);
          if (start >= end) continue;
          if (last && last[1] === start) last[1] = end;
          else result.push([start, end]);
        }
      }
    }
    return result;
  }
}
