import type { Deadline, DeadlineList, DeadlineSummary } from '../ipc/contract.ts';
import { type Announcement, announcementsOf } from './announcements.ts';
import { createDeadlineWatch, type WatchMeans } from './deadline-watch.ts';

/** What a teller needs of its platform: clock, timer, and a way to show a text. */
export type TellerMeans = Pick<WatchMeans<Deadline>, 'now' | 'startTimer'> & {
  readonly show: (announcement: Announcement) => void;
};

export interface DeadlineTeller {
  /** Replaces what is still to be told; returns how many are still to come. */
  tell(list: DeadlineList): number;
  /** Looks again at once: after sleep, or when the window is seen again. */
  check(): void;
}

/** Shows coming deadlines at their instants: the same in Electron's main process and in a plain browser. */
export function createDeadlineTeller({ now, startTimer, show }: TellerMeans): DeadlineTeller {
  let summary: DeadlineSummary | undefined;
  const watch = createDeadlineWatch<Deadline>({
    now,
    startTimer,
    announce(due, at) {
      for (const announcement of announcementsOf(due, at, summary)) show(announcement);
    },
  });
  return {
    tell(list) {
      summary = list.summary;
      watch.set(list.deadlines, list.clockOffsetMs);
      return watch.size;
    },
    check: watch.check,
  };
}
