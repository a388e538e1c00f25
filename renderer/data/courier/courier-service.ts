import Dexie from 'dexie';
import type { Bytes, CourierMeans } from '#shared/sync/courier-means.ts';
import { firstSequence, readMeta } from '../db/meta.ts';
import type { LocalStore } from '../local/mutate.ts';
import { storageFailureOf } from '../local/storage-failure.ts';
import type { Access } from '../sync/access.ts';
import type { Line } from '../sync/announcement.ts';
import type { ServerApi } from '../sync/api.ts';
import type { SyncPorts } from '../sync/ports.ts';
import type { AnswerFault, CourierFile, CourierService, CourierState, TakeReport } from './contract.ts';
import { changeBook, readBook, readKey } from './courier-meta.ts';
import { registerDeviceKey } from './device-key.ts';
import { openAnswer, takeAnswer } from './take-answer.ts';
import { writeRequest } from './write-request.ts';

export interface CourierDeps {
  readonly store: LocalStore;
  readonly api: Pick<ServerApi, 'registerDeviceKey'>;
  readonly access: Pick<Access, 'call'>;
  readonly alone: SyncPorts['alone'];
  /** Null where the browser offers no keys. */
  readonly means: CourierMeans | null;
  /** An end of the line between the windows: what is sent there reaches all of them, this one included, and the worker. */
  openLine(): Line;
}

/** Exchange by file for the window's screens. One file at a time is taken in on a device, whichever window asks. */
export function createCourierService(deps: CourierDeps): CourierService {
  const { store, means } = deps;
  const { db, deviceId, clock } = store;
  return {
    state: () => readState(deps),
    register: () => registerDeviceKey({ ...deps, db, deviceId }),
    write: async (passphrase) => (means === null ? 'not_here' : writeRequest(store, means, passphrase)),
    async noteWritten({ number, count, left }: CourierFile) {
      const written = { number, at: clock.now(), count, left };
      await changeBook(db, deviceId, (book) => ({ ...book, written }));
    },
    take: (files, passphrase) =>
      means === null
        ? Promise.resolve({ ...nothing, stopped: 'not_here' })
        : deps.alone(`tanggap-courier-${deviceId}`, () => takeAll({ ...deps, means }, files, passphrase)),
  };
}

async function readState({ store, means }: CourierDeps): Promise<CourierState> {
  const { db, deviceId } = store;
  const { sequence = firstSequence } = await readMeta(db, 'sequence');
  const { server, written, taken } = await readBook(db, deviceId);
  const isReady = server !== null && (await readKey(db)) !== null;
  return {
    readiness: means === null ? 'not_here' : isReady ? 'ready' : 'not_registered',
    waiting: sequence.next - 1 - sequence.pushed,
    written,
    taken,
  };
}

const nothing: TakeReport = {
  files: 0,
  isNew: false,
  isLast: true,
  confirmed: 0,
  changes: 0,
  toReview: 0,
  stopped: null,
};

async function takeAll(
  deps: CourierDeps & { readonly means: CourierMeans },
  files: readonly Bytes[],
  passphrase: string | null,
): Promise<TakeReport> {
  const { store } = deps;
  const { db } = store;
  let report = nothing;
  const line = deps.openLine();
  const announce: Line['send'] = (announcement) => line.send(announcement);
  try {
    const before = await db.review.count();
    const ordered = inOrder(deps, files);
    for (const bytes of ordered) {
      const taken = await takeAnswer({ ...deps, announce }, bytes, passphrase);
      // An old answer beside the new one on the stick says nothing that the new one does not.
      if (!taken.ok && taken.error === 'older' && bytes !== ordered.at(-1)) continue;
      if (!taken.ok) {
        report = { ...report, stopped: taken.error };
        break;
      }
      report = {
        ...report,
        files: report.files + 1,
        isNew: report.isNew || taken.value.isNew,
        isLast: taken.value.isLast,
        confirmed: report.confirmed + taken.value.confirmed,
        changes: report.changes + taken.value.changes,
      };
    }
    report = { ...report, toReview: Math.max(0, (await db.review.count()) - before) };
    announce({ type: 'work', pending: (await readState(deps)).waiting });
    return report;
  } catch (error) {
    const fault = storageFaultOf(error);
    if (fault === null) throw error;
    return { ...report, stopped: fault };
  } finally {
    line.close();
  }
}

/** Null where it is no fault of the storage. Nothing of the line at which it failed was kept; the file can be imported again. */
function storageFaultOf(error: unknown): AnswerFault | null {
  if (storageFailureOf(error).cause === 'quota') return 'storage_full';
  return error instanceof Dexie.DexieError ? 'storage' : null;
}

/** Older answers and earlier parts first; what is no answer for this device comes last, where its fault is told. */
function inOrder(
  deps: { readonly store: LocalStore; readonly means: CourierMeans },
  files: readonly Bytes[],
): readonly Bytes[] {
  const ranked = files.map((bytes) => {
    const header = openAnswer(deps, bytes);
    if (!header.ok) return { bytes, createdAt: Number.POSITIVE_INFINITY, part: 0 };
    return { bytes, createdAt: header.value.createdAt, part: header.value.part };
  });
  return ranked
    .sort((a, b) => (a.createdAt === b.createdAt ? a.part - b.part : a.createdAt - b.createdAt))
    .map(({ bytes }) => bytes);
}
