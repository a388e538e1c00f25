import type { UploadState } from '#shared/sync/files.ts';
import type { DeskDatabase } from '../db/database.ts';
import type { Access } from '../sync/access.ts';
import { type ExchangeEnd, endOf } from '../sync/exchange-end.ts';
import type { FileApi } from './file-api.ts';
import type { TransferRecord } from './file-records.ts';
import { readPiece } from './local-files.ts';

export interface TransferDeps {
  readonly db: DeskDatabase;
  readonly files: FileApi;
  readonly access: Access;
  /** Told after every step that shows. */
  onStep(transfer: TransferRecord): void;
}

/** How an attempt ended: `done` leaves the list, `waits` is tried again later without being anybody's fault. */
export type TransferEnd = { readonly kind: 'done' | 'waits' } | Exclude<ExchangeEnd, { kind: 'done' }>;

/** Bytes that come out wrong so often are wrong here, not on the way. */
const mostTries = 3;

/**
 * Sends a file from where the server has it, piece by piece. Cut anywhere, on either side, it goes on behind the last piece
 * that arrived. An attachment the server does not know (yet) waits for its mutation.
 */
export async function uploadFile(deps: TransferDeps, first: TransferRecord): Promise<TransferEnd> {
  const { db, files, access } = deps;
  let transfer = first;
  let answer = await access.call((token) => files.state(transfer, token));
  for (;;) {
    if (!answer.ok) {
      const { error } = answer;
      return error.kind === 'coded' && error.code === 'not_found' ? { kind: 'waits' } : endOf(error);
    }
    const { offset } = answer.value;
    const next = await noteUpload(db, transfer, answer.value);
    if (next !== transfer) deps.onStep(next ?? transfer);
    if (next === null || next.problem !== null) return { kind: 'done' };
    transfer = next;
    const bytes = await readPiece(db, transfer.sha256, offset);
    if (bytes === undefined || bytes.length === 0) {
      transfer = { ...transfer, problem: 'lost' };
      await db.transfers.put(transfer);
      deps.onStep(transfer);
      return { kind: 'done' };
    }
    answer = await access.call((token) => files.send(transfer, offset, bytes, token));
  }
}

/**
 * Notes how far the server has a file of this device. @returns the transfer as it stands now, the same one where nothing
 * is different; null where it is done.
 */
export async function noteUpload(
  db: DeskDatabase,
  transfer: TransferRecord,
  { offset, content, problem }: Omit<UploadState, 'serverTime'>,
): Promise<TransferRecord | null> {
  if (content === 'stored') {
    await db.transaction('rw', [db.files, db.transfers], async () => {
      await db.transfers.delete(transfer.key);
      await db.files.update(transfer.sha256, { isSent: true });
    });
    return null;
  }
  const next = { ...transfer, ...changeBy(transfer, { offset, content, problem }) };
  if (next.done === transfer.done && next.tries === transfer.tries && next.problem === transfer.problem)
    return transfer;
  await db.transfers.put(next);
  return next;
}

function changeBy(
  transfer: TransferRecord,
  { offset, content, problem }: Omit<UploadState, 'serverTime'>,
): Partial<TransferRecord> {
  if (content === 'refused') return { problem: problem ?? 'type' };
  if (problem === null) return { done: offset };
  const tries = transfer.tries + 1;
  return { tries, done: 0, problem: tries >= mostTries ? problem : null };
}
