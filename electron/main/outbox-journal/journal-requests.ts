import { statfs } from 'node:fs/promises';
import { ok, type Result } from '#shared/domain/result.ts';
import type { IpcAnswer } from '#shared/ipc/contract.ts';
import { type RequestHandlers, refused } from '../ipc-gate.ts';
import type { JournalFailure } from './journal-file.ts';
import type { OutboxJournals } from './outbox-journals.ts';

type JournalRequest = Extract<keyof RequestHandlers, `journal.${string}` | `storage.${string}`>;

const words: Readonly<Record<JournalFailure, string>> = {
  write_failed: 'the journal could not be written',
  read_failed: 'the journal could not be read',
  journal_newer: 'the journal was written by a newer version of the app',
};

function answer<T, U>(result: Result<T, JournalFailure>, turn: (value: T) => U): IpcAnswer<U> {
  return result.ok ? ok(turn(result.value)) : refused(result.error, words[result.error]);
}

/** What the requests act on. */
export type JournalMeans = {
  readonly journals: OutboxJournals;
  /** The folder of the app's data. */
  readonly userData: string;
  /** Throws the databases of the app's pages away. */
  readonly clearDatabases: () => Promise<void>;
  readonly report: (error: unknown) => void;
};

/** The requests about the second copy of unsent work, the room there is for it, and the database it stands in for. */
export function journalRequests({
  journals,
  userData,
  clearDatabases,
  report,
}: JournalMeans): Pick<RequestHandlers, JournalRequest> {
  return {
    'journal.append': async (batch) => answer(await journals.append(batch), () => ({})),
    'journal.acknowledge': async ({ userId, keys }) =>
      answer(await journals.acknowledge(userId, keys), () => ({})),
    'journal.read': async ({ userId, after }) => answer(await journals.read(userId, after), (page) => page),
    'journal.marker': async () => ok(await journals.marker()),
    'journal.keepFile': async (piece) => answer(await journals.keepFile(piece), (isWhole) => ({ isWhole })),
    'journal.files': async ({ userId }) =>
      answer(await journals.files(userId), (files) => ({ files: [...files] })),
    'journal.readFile': async ({ userId, sha256, at }) =>
      answer(await journals.readFile(userId, sha256, at), (bytes) => ({ bytes })),
    'journal.dropFiles': async ({ userId, attachmentIds }) =>
      answer(await journals.dropFiles(userId, attachmentIds), () => ({})),
    'storage.free': async () => {
      try {
        const { bavail, bsize } = await statfs(userData);
        return ok({ bytes: Math.max(0, Math.floor(bavail * bsize)) });
      } catch (error) {
        report(error);
        return refused('read_failed', 'the free space is not known');
      }
    },
    'storage.reset': async () => {
      try {
        await clearDatabases();
        return ok({});
      } catch (error) {
        report(error);
        return refused('write_failed', 'the databases could not be removed');
      }
    },
  };
}
