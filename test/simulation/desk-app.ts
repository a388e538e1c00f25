import type { SessionService } from '../../renderer/data/contract.ts';
import { type BrowserFactory, DeskDatabase } from '../../renderer/data/db/database.ts';
import { readMeta } from '../../renderer/data/db/meta.ts';
import { ProfileDatabase } from '../../renderer/data/db/profile-database.ts';
import { RowView } from '../../renderer/data/db/row-view.ts';
import type { LocalStore } from '../../renderer/data/local/mutate.ts';
import { PublishedShelf } from '../../renderer/data/local/published-shelf.ts';
import { openSessionService } from '../../renderer/data/session.ts';
import { CorrectedClock } from '../../renderer/data/sync/clock.ts';
import { SyncEngine } from '../../renderer/data/sync/engine.ts';
import type { Environment } from '../../renderer/data/system-environment.ts';
import type { MemoryHub } from '../client/support/memory-line.ts';

/** A window of the app, before anybody has logged in. */
export function openApp(
  no: number,
  environment: Environment,
  factory: BrowserFactory,
  hub: MemoryHub,
): SessionService {
  return openSessionService(
    { serverOrigin: 'https://tanggap.example', deviceName: `meja ${no}` },
    {
      environment,
      factory,
      openLine: () => hub.open(),
      startSync: () => () => undefined,
      pause: async () => undefined,
      passwords: {
        make: async (typed) => ({ salt: '', hash: `hash of ${typed}`, iterations: 1 }),
        fits: async (typed, verifier) => verifier.hash === `hash of ${typed}`,
      },
    },
  );
}

/** The worker of a person who is logged in, not started yet. */
export async function openWorker(
  userId: string,
  environment: Environment,
  factory: BrowserFactory,
  hub: MemoryHub,
): Promise<{ readonly store: LocalStore; readonly engine: SyncEngine }> {
  const db = new DeskDatabase(userId, factory);
  const { identity } = await readMeta(db, 'identity');
  if (identity === undefined) throw new Error('no identity');
  const clock = new CorrectedClock(environment.deviceNow, environment.monotonicNow);
  const { deviceId, deviceCode } = identity;
  const parts = { db, view: new RowView(db), shelf: new PublishedShelf(db) };
  const store: LocalStore = { ...parts, userId, deviceId, deviceCode, clock };
  const line = hub.open();
  const engine = new SyncEngine({
    store,
    ports: environment,
    tokens: new ProfileDatabase(factory).tokenStore(userId),
    announce: (announcement) => line.send(announcement),
    pageSize: 7,
  });
  return { store, engine };
}
