import type { LocalStore } from '../local/mutate.ts';
import type { Line } from '../sync/announcement.ts';
import { noteMoves } from '../sync/clock-book.ts';

/**
 * While a window runs: a move of the device's clock is noted on the disk, the other windows are told of it, and the server
 * is asked what the time is. `onMoved` gets the new offset (ms).
 */
export function watchClock(local: LocalStore, line: Line, onMoved: (offsetMs: number) => void): void {
  const { db, clock } = local;
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
