import type { BenchRun } from './support/bench-run.ts';

/** One measured line: a figure, what it is compared with in the same run, and the goal of the performance table. */
export interface BenchLine {
  readonly id: string;
  readonly what: string;
  readonly figure: string;
  /** Ratio to the limit or peer measured in the same run, where there is one. */
  readonly ratio?: string;
  /** Left out where the figure stands only for comparison. */
  readonly goal?: string;
  readonly met?: boolean;
}

export interface Bench {
  readonly id: string;
  readonly run: (report: (line: BenchLine) => void, run: BenchRun) => Promise<void>;
}

/** Middle value; of an even count the lower one. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The value below which the share `share` of the measurements lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1));
  const value = sorted[place];
  if (value === undefined) throw new Error('nothing was measured');
  return value;
}

/** Milliseconds with as many digits as they deserve. */
export function inMs(ms: number): string {
  return ms < 10
    ? `${ms.toFixed(2)} ms`
    : ms < 10_000
      ? `${ms.toFixed(0)} ms`
      : `${(ms / 1000).toFixed(1)} s`;
}

/** Megabytes (10⁶ bytes). */
export function inMb(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}

/** How long a piece of work takes, ms; its result is kept alive so that it is not optimised away. */
export function timed<T>(work: () => T): { readonly ms: number; readonly value: T } {
  const start = performance.now();
  const value = work();
  return { ms: performance.now() - start, value };
}
