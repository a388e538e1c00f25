import { CourierTray } from '../courier/tray.ts';
import type { Db } from '../db/open.ts';
import type { Services } from '../services.ts';
import { isNamed } from './attachment-rows.ts';
import type { FileService } from './file-service.ts';
import type { FileStore } from './file-store.ts';

const dayMs = 86_400_000;
/** Longer than any device stays away and still goes on with the same part. */
const keepPartsMs = 14 * dayMs;
/** Longer than the time between back-ups: rows a restored database lacks are offered again by the devices. */
const keepUnnamedMs = 90 * dayMs;

/** Removes parts nobody goes on with, and bytes no attachment names. `now` is UTC ms. Returns how many files went. */
export async function sweepFiles(db: Db, store: FileStore, now: number): Promise<number> {
  await store.dropPartsBefore(now - keepPartsMs);
  let dropped = 0;
  for await (const sha256 of store.storedBefore(now - keepUnnamedMs)) {
    if (await isNamed(db, sha256)) continue;
    await store.drop(sha256);
    dropped += 1;
  }
  return dropped;
}

/** Sweeps at start and once a day, also what administrators sent up of devices' files. @returns the function that ends it, after a sweep that is under way. */
export function startSweeping(
  { db, platform, log }: Pick<Services, 'db' | 'platform' | 'log'>,
  { store, courierFolder }: FileService,
): () => Promise<void> {
  const tray = new CourierTray(courierFolder);
  let running: Promise<void> = Promise.resolve();
  const sweep = () => {
    const swept = async () => {
      await tray.sweep(platform.clock());
      return sweepFiles(db, store, platform.clock());
    };
    running = swept().then(
      (dropped) => (dropped > 0 ? log('info', 'files_swept', { dropped }) : undefined),
      (error) => log('error', 'files_not_swept', { error: error instanceof Error ? error.name : 'unknown' }),
    );
  };
  sweep();
  const timer = setInterval(sweep, dayMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    return running;
  };
}
