import Dexie from 'dexie';
import type { CourierMeans } from '#shared/sync/courier-means.ts';
import { type CourierSource, sourceOfBytes } from '#shared/sync/courier-source.ts';
import { firstSequence, readMeta } from '../db/meta.ts';
import { hasRoomFor } from '../files/local-files.ts';
import type { LocalStore } from '../local/mutate.ts';
import { storageFailureOf } from '../local/storage-failure.ts';
import type { Access } from '../sync/access.ts';
import type { Line } from '../sync/announcement.ts';
import type { ServerApi } from '../sync/api.ts';
import type { SyncPorts } from '../sync/ports.ts';
import { createCourierAtServer } from './at-server.ts';
import { waitingUploads } from './carry-files.ts';
import type {
  AnswerFault,
  CourierFile,
  CourierInput,
  CourierService,
  CourierState,
  TakeReport,
} from './contract.ts';
import { changeBook, readBook, readKey } from './courier-meta.ts';
import { registerDeviceKey } from './device-key.ts';
import { openAnswer, takeAnswer } from './take-answer.ts';
import { writeRequest } from './write-request.ts';

export interface CourierDeps {
  readonly store: LocalStore;
  readonly api: Pick<ServerApi, 'registerDeviceKey'>;
  readonly access: Pick<Access, 'call'>;
  readonly ports: Pick<SyncPorts, 'alone' | 'fetch' | 'deviceNow'>;
  /** Null where the browser offers no keys. */
  readonly means: CourierMeans | null;
  /** Bytes this profile may still store; null where nobody knows. */
  freeBytes(): Promise<number | null>;
  /** An end of the line between the windows: what is sent there reaches all of them, this one included, and the worker. */
  openLine(): Line;
}

/** Exchange by file for the window's screens. One file at a time is taken in on a device, whichever window asks. */
export function createCourierService(deps: CourierDeps): CourierService {
  const { store, means } = deps;
  const { db, deviceId, clock } = store;
  return {
    atServer: createCourierAtServer(deps),
    state: () => readState(deps),
    register: () => registerDeviceKey({ ...deps, db, deviceId }),
    write: async (passphrase, more = {}) =>
      means === null ? 'not_here' : writeRequest({ ...deps, means }, { passphrase, ...more }),
    async noteWritten({ number, count, left }: CourierFile) {
      const written = { number, at: clock.now(), count, left };
      await changeBook(db, deviceId, (book) => ({ ...book, written }));
    },
    take: (files, passphrase) =>
      means === null
        ? Promise.resolve({ ...nothing, stopped: 'not_here' })
        : deps.ports.alone(`tanggap-courier-${deviceId}`, () =>
            takeAll({ ...deps, means }, files.map(sourceOf), passphrase),
          ),
  };
}

async function readState({ store, means }: CourierDeps): Promise<CourierState> {
  const { db, deviceId } = store;
  const { sequence = firstSequence } = await readMeta(db, 'sequence');
  const { server, written, taken } = await readBook(db, deviceId);
  const uploads = await waitingUploads(db);
  const isReady = server !== null && (await readKey(db)) !== null;
  return {
    readiness: means === null ? 'not_here' : isReady ? 'ready' : 'not_registered',
    waiting: sequence.next - 1 - sequence.pushed,
    waitingFiles: {
      count: uploads.length,
      bytes: uploads.reduce((sum, { size, done }) => sum + size - done, 0),
    },
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
  attachments: 0,
  attachmentsLeft: 0,
  toReview: 0,
  stopped: null,
};

async function takeAll(
  deps: CourierDeps & { readonly means: CourierMeans },
  files: readonly CourierSource[],
  passphrase: string | null,
): Promise<TakeReport> {
  const { store } = deps;
  const { db } = store;
  let report = nothing;
  const line = deps.openLine();
  const announce: Line['send'] = (announcement) => line.send(announcement);
  try {
    const before = await db.review.count();
    const ordered = await inOrder(deps, files);
    const hasRoom = (bytes: number) => hasRoomFor(db, deps.freeBytes, bytes);
    for (const source of ordered) {
      const taken = await takeAnswer({ ...deps, announce, hasRoom }, source, passphrase);
      // An old answer beside the new one on the stick says nothing that the new one does not.
      if (!taken.ok && taken.error === 'older' && source !== ordered.at(-1)) continue;
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
        attachments: report.attachments + taken.value.attachments,
        attachmentsLeft: report.attachmentsLeft + taken.value.attachmentsLeft,
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
async function inOrder(
  deps: { readonly store: LocalStore; readonly means: CourierMeans },
  files: readonly CourierSource[],
): Promise<readonly CourierSource[]> {
  const ranked: { source: CourierSource; createdAt: number; part: number }[] = [];
  for (const source of files) {
    const header = await openAnswer(deps, source);
    const { createdAt, part } = header.ok ? header.value : { createdAt: Number.POSITIVE_INFINITY, part: 0 };
    ranked.push({ source, createdAt, part });
  }
  return ranked
    .sort((a, b) => (a.createdAt === b.createdAt ? a.part - b.part : a.createdAt - b.createdAt))
    .map(({ source }) => source);
}

/** A picked file is read piece by piece, from wherever it lies. */
function sourceOf(file: CourierInput): CourierSource {
  if (!(file instanceof Blob)) return sourceOfBytes(file);
  return {
    size: file.size,
    async read(at, length) {
      const bytes = new Uint8Array(await file.slice(at, at + length).arrayBuffer());
      if (bytes.length !== length) throw new RangeError('behind the end');
      return bytes;
    },
  };
}
