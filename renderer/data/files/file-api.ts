import { err, ok, type Result } from '#shared/domain/result.ts';
import { offsetHeader, pieceMediaType, type UploadState, uploadStateSchema } from '#shared/sync/files.ts';
import { type CallFailure, readFailure } from '../sync/api.ts';
import { begunAnswer } from '../sync/lines.ts';
import type { SyncPorts } from '../sync/ports.ts';

/** Names the bytes on the server: their hash, and an attachment that the user may read. */
export interface FileAddress {
  readonly sha256: string;
  readonly attachmentId: string;
}

const pieceTimeoutMs = 90_000;

/** The server's routes for bytes. */
export class FileApi {
  readonly #ports: SyncPorts;

  constructor(ports: SyncPorts) {
    this.#ports = ports;
  }

  /** How far the server has a file. */
  state(address: FileAddress, token: string): Promise<Result<UploadState, CallFailure>> {
    return this.#ask(pathOf('uploads', address), { headers: bearer(token) });
  }

  /** Sends the next piece. */
  send(
    address: FileAddress,
    offset: number,
    bytes: Uint8Array<ArrayBuffer>,
    token: string,
  ): Promise<Result<UploadState, CallFailure>> {
    const headers = { ...bearer(token), 'content-type': pieceMediaType, [offsetHeader]: String(offset) };
    return this.#ask(pathOf('uploads', address), { method: 'PATCH', headers, body: bytes });
  }

  /** The bytes from `offset` to the end, as a stream. */
  async content(
    address: FileAddress,
    offset: number,
    token: string,
    signal: AbortSignal,
  ): Promise<Result<ReadableStream<Uint8Array>, CallFailure>> {
    try {
      const headers = { ...bearer(token), range: `bytes=${offset}-` };
      const send = (either: AbortSignal) =>
        this.#ports.fetch(pathOf('files', address), { headers, signal: either }, null);
      const response = await begunAnswer(send, this.#ports, signal);
      if (!response.ok) return err(await readFailure(this.#ports, response));
      // A proxy that does not know ranges sends the whole from the start.
      const begins = response.headers.get('content-range')?.startsWith(`bytes ${offset}-`) ?? false;
      return response.body === null || !begins ? err({ kind: 'offline' }) : ok(response.body);
    } catch {
      return err({ kind: 'offline' });
    }
  }

  async #ask(path: string, init: RequestInit): Promise<Result<UploadState, CallFailure>> {
    try {
      const response = await this.#ports.fetch(path, init, pieceTimeoutMs);
      if (!response.ok) return err(await readFailure(this.#ports, response));
      const parsed = uploadStateSchema.safeParse(await response.json());
      return parsed.success ? ok(parsed.data) : err({ kind: 'offline' });
    } catch {
      return err({ kind: 'offline' });
    }
  }
}

function pathOf(what: 'uploads' | 'files', { sha256, attachmentId }: FileAddress): string {
  return `/api/v1/${what}/${sha256}?attachment=${encodeURIComponent(attachmentId)}`;
}

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}
