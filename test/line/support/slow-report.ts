import { percentile } from '../../bench/report.ts';
import type { LineCounts } from './byte-line.ts';
import type { DeskState } from './desk-state.ts';
import type { Memory } from './heap-watch.ts';
import type { Usability } from './slow-desk.ts';

interface Progress {
  readonly started: number;
  readonly state: DeskState;
  readonly memory: Memory;
  readonly counts: LineCounts;
  /** How much of what is to come is there, from 0 to 1. */
  readonly there: number;
}

const inMegabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`;

/** One line of how far it is. */
export function tellProgress(
  say: (line: string) => void,
  { started, there, state, memory, counts }: Progress,
): void {
  const minutes = ((performance.now() - started) / 60_000).toFixed(1);
  say(
    [
      `${minutes} min: ${(there * 100).toFixed(1)} %`,
      `${state.outbox} in the outbox, ${state.unsent} unsent`,
      `${state.changedTickets} tickets one by one, ${state.packs} packs`,
      `up ${inMegabytes(counts.bytesUp)}, down ${inMegabytes(counts.bytesDown)}`,
      `heap ${memory.page.toFixed(0)} + ${memory.worker.toFixed(0)} MB, process ${memory.process.toFixed(0)} MB`,
    ].join('; '),
  );
}

function spread(what: string, times: readonly number[]): string {
  if (times.length === 0) return `${what}: never`;
  const ms = (share: number) => `${percentile(times, share).toFixed(0)} ms`;
  return `${what}: ${times.length} times, median ${ms(0.5)}, longest ${ms(1)}`;
}

/** What a person noticed, and what it cost in memory. */
export function usabilityLines(usability: Usability, highest: Memory): string[] {
  const { blocks, searches, opened, registered } = usability;
  return [
    spread('window blocked above 50 ms', blocks),
    spread('key in the search field to painted list', searches),
    spread('app asked for to first rows', opened),
    spread('ticket registered by the form', registered),
    `most memory: window ${highest.page.toFixed(0)} MB, worker ${highest.worker.toFixed(0)} MB, process ${highest.process.toFixed(0)} MB`,
  ];
}
