import { registerDeviceKey } from '../courier/device-key.ts';
import { systemCourierMeans } from '../courier/system-means.ts';
import { type BrowserFactory, DeskDatabase } from '../db/database.ts';
import { ProfileDatabase } from '../db/profile-database.ts';
import { RowView } from '../db/row-view.ts';
import { FileApi } from '../files/file-api.ts';
import { FileTransfers } from '../files/transfers.ts';
import { readIdentity } from '../local/open-desk.ts';
import { PublishedShelf } from '../local/published-shelf.ts';
import { storageFailureOf } from '../local/storage-failure.ts';
import { type Announcement, clockIn, type Line } from './announcement.ts';
import { backoffMs } from './backoff.ts';
import { CorrectedClock } from './clock.ts';
import { SyncEngine } from './engine.ts';
import { SyncLoop } from './loop.ts';
import { listenForPokes } from './poke.ts';
import type { SyncPorts } from './ports.ts';

export interface ExchangeParts {
  readonly userId: string;
  readonly environment: SyncPorts;
  readonly line: Line;
  readonly factory?: BrowserFactory;
  /** Calls back whenever the machine has a connection again; returns "listen no more". */
  onConnected(listener: () => void): () => void;
}

/**
 * Exchanges a user's desk with the server until the signal is aborted, or a newer app has taken the desk over. Where the
 * device's storage fails at the start, the windows are told and it begins anew, by back-off or when somebody asks for it.
 */
export async function exchangeDesk(parts: ExchangeParts, signal: AbortSignal): Promise<void> {
  const { line, environment } = parts;
  for (let failures = 1; !signal.aborted; failures += 1) {
    try {
      return await exchangeWhileOpen(parts, signal);
    } catch (error) {
      const { cause } = storageFailureOf(error);
      const pause = new AbortController();
      const tell = () => line.send({ type: 'trouble', problem: `storage_${cause}` });
      const unlisten = line.listen(({ type }) => {
        if (type === 'hello') tell();
        if (type === 'sync_now') pause.abort();
      });
      tell();
      await environment.sleep(
        backoffMs(failures, environment.random),
        AbortSignal.any([pause.signal, signal]),
      );
      unlisten();
    }
  }
}

/** Returns where the signal is aborted, or this app is too old for the desk; rejects where the desk cannot be opened. */
async function exchangeWhileOpen(parts: ExchangeParts, signal: AbortSignal): Promise<void> {
  const { userId, environment, line, factory } = parts;
  const db = new DeskDatabase(userId, factory);
  const profile = new ProfileDatabase(factory);
  const failed = new AbortController();
  const end = AbortSignal.any([signal, failed.signal]);
  const stops = [() => failed.abort(), () => db.close(), () => profile.close()];
  try {
    const identity = await readIdentity(db);
    if (!identity.ok && identity.error === 'newer') return;
    if (!identity.ok) throw new Error('the desk is empty');
    const clock = new CorrectedClock(environment.deviceNow, environment.monotonicNow);
    const { deviceId, deviceCode } = identity.value;
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
        if (announcement.type === 'changed') transfers.rowsChanged(announcement.keys);
      },
    });
    const { api, access } = engine;
    const transfers = new FileTransfers({
      db,
      view,
      files: new FileApi(environment),
      access,
      ports: environment,
      announce: (announcement) => line.send(announcement),
    });
    const exchanged = () => {
      transfers.wake();
      // While there is a line, so that the device can exchange by file when there is none any more.
      const means = systemCourierMeans();
      void registerDeviceKey({ db, deviceId, api, access, means }).catch(() => undefined);
    };
    const loop = new SyncLoop(engine, environment);
    const unlisten = line.listen((announcement: Announcement) => {
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
    stops.push(unlisten);
    stops.push(parts.onConnected(() => loop.wake('now')));
    await engine.start();
    const onPoke = () => loop.wake('poke');
    void listenForPokes(
      { api, access, ports: environment, onPoke, onLive: (live) => loop.setLive(live) },
      end,
    );
    void transfers.run(end);
    await loop.run(end);
  } finally {
    for (const stop of stops) stop();
  }
}
