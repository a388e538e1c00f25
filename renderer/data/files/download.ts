import { endOf } from '../sync/exchange-end.ts';
import { StreamBroken, silentAfter } from '../sync/lines.ts';
import type { SyncPorts } from '../sync/ports.ts';
import { pieceBytes, type TransferRecord } from './file-records.ts';
import { emptyFile, isWhole, keepPiece } from './local-files.ts';
import type { TransferDeps, TransferEnd } from './upload.ts';

const silenceMs = 45_000;
const mostTries = 3;

/** Brings a file to the device, each piece kept as it comes; cut, it goes on behind the last one. Its hash is checked at the end. */
export async function downloadFile(
  deps: TransferDeps & { readonly ports: SyncPorts },
  first: TransferRecord,
): Promise<TransferEnd> {
  const { db, files, access } = deps;
  let transfer = first;
  const known = await db.files.get(transfer.sha256);
  const held = known?.held ?? 0;
  if (held < transfer.size) {
    const end = new AbortController();
    const answer = await access.call((token) => files.content(transfer, held, token, end.signal));
    if (!answer.ok) {
      const { error } = answer;
      if (error.kind !== 'coded' || error.code !== 'not_found') return endOf(error);
      // Not there: the screen says "waiting for the file", and asks again when the row changes.
      await db.transfers.delete(transfer.key);
      if (known?.isSent === true) await emptyFile(db, transfer.sha256);
      deps.onStep(transfer);
      return { kind: 'done' };
    }
    try {
      for await (const { at, bytes } of piecesOf(answer.value, held, transfer.size, deps.ports)) {
        transfer = { ...transfer, done: at + bytes.length };
        await keepPiece(db, transfer, at, bytes);
        deps.onStep(transfer);
      }
    } catch (error) {
      if (error instanceof StreamBroken) return { kind: 'offline' };
      throw error;
    } finally {
      end.abort();
    }
  }
  if (await isWhole(db, transfer.sha256)) {
    await db.transfers.delete(transfer.key);
    deps.onStep(transfer);
    return { kind: 'done' };
  }
  await emptyFile(db, transfer.sha256);
  const tries = transfer.tries + 1;
  await db.transfers.put({ ...transfer, done: 0, tries, problem: tries >= mostTries ? 'damaged' : null });
  deps.onStep(transfer);
  return tries >= mostTries ? { kind: 'done' } : { kind: 'offline' };
}

/**
 * Cuts the stream, which begins at a whole piece, into pieces of the store's size; the last may be shorter.
 * @throws StreamBroken where it ends before `size`, or goes on behind it.
 */
async function* piecesOf(
  stream: ReadableStream<Uint8Array>,
  from: number,
  size: number,
  ports: Pick<SyncPorts, 'sleep'>,
) {
  const reader = stream.getReader();
  let at = from;
  let piece = new Uint8Array(Math.min(pieceBytes, size - at));
  let filled = 0;
  try {
    while (at < size) {
      const { done, value } = await silentAfter(reader.read(), ports, silenceMs);
      if (done) throw new StreamBroken('cut');
      for (let read = 0; read < value.length; ) {
        if (at >= size) throw new StreamBroken('too long');
        const part = value.subarray(read, read + piece.length - filled);
        piece.set(part, filled);
        filled += part.length;
        read += part.length;
        if (filled < piece.length) continue;
        yield { at, bytes: piece };
        at += filled;
        piece = new Uint8Array(Math.min(pieceBytes, size - at));
        filled = 0;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
