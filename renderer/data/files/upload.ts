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
  const note = async (change: Partial<TransferRecord>) => {
    transfer = { ...transfer, ...change };
    await db.transfers.put(transfer);
    deps.onStep(transfer);
  };
  let answer = await access.call((token) => files.state(transfer, token));
  for (;;) {
    if (!answer.ok) {
      const { error } = answer;
      return error.kind === 'coded' && error.code === 'not_found' ? { kind: 'waits' } : endOf(error);
    }
    const { offset, content, problem } = answer.value;
    if (content === 'stored') {
      await settle(db, transfer);
      deps.onStep(transfer);
      return { kind: 'done' };
    }
    if (content === 'refused') {
      await note({ problem: problem ?? 'type' });
      return { kind: 'done' };
    }
    if (problem !== null) {
      const tries = transfer.tries + 1;
      await note({ tries, done: 0, problem: tries >= mostTries ? problem : null });
      if (tries >= mostTries) return { kind: 'done' };
    } else if (offset !== transfer.done) await note({ done: offset });
    const bytes = await readPiece(db, transfer.sha256, offset);
    if (bytes === undefined || bytes.length === 0) {
      await note({ problem: 'lost' });
      return { kind: 'done' };
    }
    answer = await access.call((token) => files.send(transfer, offset, bytes, token));
  }
}

async function settle(db: DeskDatabase, { key, sha256 }: TransferRecord): Promise<void> {
  await db.transaction('rw', [db.files, db.transfers], async () => {
    await db.transfers.delete(key);
    await db.files.update(sha256, { isSent: true });
  });
}
