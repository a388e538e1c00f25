import type { LocalStore } from '../local/mutate.ts';
import { clockIn, type Line } from '../sync/announcement.ts';
import { noteMoves } from '../sync/clock-book.ts';

/**
 * While a window runs, it takes over what the worker and other windows learn of the device's clock. A move of the clock is
 * noted on the disk, the others are told of it, and the server is asked what the time is. `onMoved` gets the new offset (ms).
 */
export function watchClock(local: LocalStore, line: Line, onMoved: (offsetMs: number) => void): void {
  const { db, clock } = local;
  line.listen((announcement) => {
    const told = clockIn(announcement);
    if (told !== undefined) clock.adopt(told);
  });
  clock.subscribe(() => {
    onMoved(clock.offsetMs);
    noteMoves(db, clock).then(
      (isNew) => {
        if (!isNew) return;
        line.send({ type: 'clock', ...clock.state });
        line.send({ type: 'sync_now' });
      },
      // What could not be written now goes with the next mutation.
      () => undefined,
    );
  });
}
