/// <reference lib="webworker" />
import { z } from 'zod';
import { registerDeviceKey } from '../courier/device-key.ts';
import { systemCourierMeans } from '../courier/system-means.ts';
import { DeskDatabase } from '../db/database.ts';
import { readMeta } from '../db/meta.ts';
import { ProfileDatabase } from '../db/profile-database.ts';
import { RowView } from '../db/row-view.ts';
import { FileApi } from '../files/file-api.ts';
import { FileTransfers } from '../files/transfers.ts';
import { PublishedShelf } from '../local/published-shelf.ts';
import { systemEnvironment } from '../system-environment.ts';
import { type Announcement, clockIn, openLine } from './announcement.ts';
import { CorrectedClock } from './clock.ts';
import { SyncEngine } from './engine.ts';
import { SyncLoop } from './loop.ts';
import { listenForPokes } from './poke.ts';

/** What the window tells its worker first. The worker ends with its window. */
const startSchema = z.object({ userId: z.string(), serverOrigin: z.string() });
export type WorkerStart = z.infer<typeof startSchema>;

const scope = globalThis as unknown as DedicatedWorkerGlobalScope;

scope.addEventListener('message', (event: MessageEvent<unknown>) => {
  const start = startSchema.safeParse(event.data);
  if (start.success) void run(start.data);
});

/** One syncer per profile and user: the lock goes to the next window when this one closes. */
async function run(start: WorkerStart): Promise<void> {
  await navigator.locks.request(`tanggap-sync-${start.userId}`, () => drain(start));
}

async function drain({ userId, serverOrigin }: WorkerStart): Promise<void> {
  const environment = systemEnvironment(serverOrigin);
  const db = new DeskDatabase(userId);
  const profile = new ProfileDatabase();
  const line = openLine(userId);
  const { identity } = await readMeta(db, 'identity');
  if (identity === undefined) return;
  const clock = new CorrectedClock(environment.deviceNow, environment.monotonicNow);
  const { deviceId, deviceCode } = identity;
  const view = new RowView(db);
  const shelf = new PublishedShelf(db);
  const store = { db, view, shelf, userId, deviceId, deviceCode, clock };
  const engine = new SyncEngine({
    store,
    ports: environment,
    tokens: profile.tokenStore(userId),
    announce(announcement) {
      line.send(announcement);
      // A whole exchange: the line is there, and the server knows the attachments whose bytes wait.
      if (
        announcement.type === 'status' &&
        announcement.status.phase === 'idle' &&
        announcement.status.online
      )
        exchanged();
      if (announcement.type === 'reset') transfers.sweepSoon();
    },
  });
  const transfers = new FileTransfers({
    db,
    view,
    files: new FileApi(environment),
    access: engine.access,
    ports: environment,
    announce: (announcement) => line.send(announcement),
  });
  const exchanged = () => {
    transfers.wake();
    // While there is a line, so that the device can exchange by file when there is none any more.
    const { api, access } = engine;
    const means = systemCourierMeans();
    void registerDeviceKey({ db, deviceId, api, access, means }).catch(() => undefined);
  };
  const loop = new SyncLoop(engine, environment);
  line.listen((announcement: Announcement) => {
    if (announcement.type === 'work') {
      engine.notePending(announcement.pending);
      loop.wake('work');
    }
    const told = clockIn(announcement);
    if (told !== undefined) clock.adopt(told);
    if (announcement.type === 'transfer') transfers.wake();
    if (announcement.type === 'sync_now') loop.wake('now');
    if (announcement.type === 'session') loop.wake('session');
    if (announcement.type === 'hello') line.send({ type: 'status', status: engine.status() });
  });
  scope.addEventListener('online', () => loop.wake('now'));
  await engine.start();
  const end = new AbortController();
  const { api, access } = engine;
  const onPoke = () => loop.wake('poke');
  void listenForPokes(
    { api, access, ports: environment, onPoke, onLive: (live) => loop.setLive(live) },
    end.signal,
  );
  void transfers.run(end.signal);
  await loop.run(end.signal);
}
