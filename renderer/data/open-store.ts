import { readBook } from './courier/courier-meta.ts';
import { createCourierService } from './courier/courier-service.ts';
import { systemCourierMeans } from './courier/system-means.ts';
import type { DeskDatabase } from './db/database.ts';
import type { ProfileDatabase } from './db/profile-database.ts';
import { RowView } from './db/row-view.ts';
import { copiesFor } from './desk-journal.ts';
import { OpenDeskGuard } from './guard/desk-guard.ts';
import type { DeskIdentity } from './local/open-desk.ts';
import type { FoundEntry } from './local/plan-recovery.ts';
import { PublishedShelf } from './local/published-shelf.ts';
import { recoverUnsent } from './local/recover.ts';
import { OlderService } from './older/older-service.ts';
import { createRescueIntake } from './rescue/take-rescue.ts';
import type { SessionPlatform } from './session-platform.ts';
import { createAdminService } from './store/admin-service.ts';
import { WindowDeskStore } from './store/desk-store.ts';
import { StorageMonitor } from './store/storage-monitor.ts';
import { Access } from './sync/access.ts';
import type { Line } from './sync/announcement.ts';
import { ServerApi } from './sync/api.ts';
import { CorrectedClock, type Timing } from './sync/clock.ts';
import { learnWhenOpened } from './sync/clock-book.ts';

interface StoreParts {
  readonly platform: SessionPlatform;
  readonly profile: ProfileDatabase;
  readonly serverOrigin: string;
}

/** A desk that is open in this window. */
export interface OpenStore {
  readonly db: DeskDatabase;
  readonly store: WindowDeskStore;
  readonly line: Line;
  readonly guard: OpenDeskGuard;
  readonly api: ServerApi;
  readonly access: Access;
}

/** How a desk came to be opened. */
export interface Opening {
  readonly timing?: Timing | null;
  /** The database was empty: its numbers are the server's, and what is unsent comes from the journal. */
  readonly isGranted?: boolean;
  readonly salvaged?: readonly FoundEntry[];
  /** The password was checked here: the server could not be reached. */
  readonly isOffline?: boolean;
}

/**
 * Opens a user's desk: the window's store, its line to the worker, its door. What was unsent when the database was lost is put
 * back before anything can be typed.
 */
export async function openStore(
  { platform, profile, serverOrigin }: StoreParts,
  db: DeskDatabase,
  identity: DeskIdentity,
  { timing = null, isGranted = false, salvaged = [], isOffline = false }: Opening = {},
): Promise<OpenStore> {
  const { environment, storage } = platform;
  const journal = storage?.journal ?? null;
  const userId = identity.user.id;
  const clock = new CorrectedClock(environment.deviceNow, environment.monotonicNow);
  const view = new RowView(db);
  const { deviceId, deviceCode } = identity;
  const shelf = new PublishedShelf(db);
  const monitor = new StorageMonitor(journal === null ? 'none' : 'written');
  const copies = copiesFor(journal, db, identity, monitor, environment.newId);
  const copy = copies?.copy ?? null;
  const files = copies?.files ?? null;
  const local = { db, view, shelf, userId, deviceId, deviceCode, clock, copy };
  const line = platform.openLine(userId);
  const api = new ServerApi(environment);
  const access = new Access(api, profile.tokenStore(userId), deviceId, environment);
  let stopSync = () => {};
  const end = new AbortController();
  const freeBytes = storage === undefined ? async () => null : () => storage.freeBytes();
  const store = new WindowDeskStore({
    local,
    me: identity.user,
    line,
    admin: createAdminService(api, access, () => line.send({ type: 'sync_now' })),
    courier: createCourierService({
      store: local,
      api,
      access,
      ports: environment,
      means: systemCourierMeans(),
      freeBytes,
      openLine: () => platform.openLine(userId),
    }),
    older: new OlderService({
      store: local,
      api,
      access,
      ports: environment,
      openLine: () => platform.openLine(userId),
    }),
    rescue: createRescueIntake({
      store: local,
      files,
      means: systemCourierMeans(),
      serverOrigin,
      openLine: () => platform.openLine(userId),
    }),
    newId: environment.newId,
    pause: platform.pause,
    storage: monitor,
    fileCopy: files,
    freeBytes,
    monotonicNow: environment.monotonicNow,
    sleep: (ms) => environment.sleep(ms, new AbortController().signal),
    stopSync: () => {
      end.abort();
      stopSync();
    },
  });
  monitor.update({ recovery: await recoverUnsent(local, { copy, files, isGranted, salvaged }) });
  if (timing !== null) await learnWhenOpened(db, clock, timing);
  void files?.catchUp().catch(() => undefined);
  // The desk may be left while its list is still being read.
  (await store.start()).listed.catch(() => undefined);
  void monitor.watchSpace(freeBytes, environment.sleep, end.signal);
  void storage?.keep().then((isKept) => monitor.update({ mayBeEvicted: !isKept }));
  stopSync = platform.startSync({ userId, serverOrigin });
  const guard = new OpenDeskGuard(
    {
      profile,
      userId,
      now: () => store.now(),
      sync: store.sync,
      answeredAt: async () => (await readBook(db, deviceId)).taken?.createdAt ?? null,
    },
    isOffline,
  );
  return { db, store, line, guard, api, access };
}
