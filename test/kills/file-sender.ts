import { hash } from 'node:crypto';
import {
  maxPieceBytes,
  offsetHeader,
  pieceMediaType,
  type UploadState,
  uploadStateSchema,
} from '#shared/sync/files.ts';
import { until } from '../e2e/support/until.ts';
import type { RemoteDevice } from '../support/remote-device.ts';
import { patienceMs } from './kill-plan.ts';

interface SentFile {
  readonly attachmentId: string;
  readonly sha256: string;
  readonly bytes: Buffer;
}

/** Attaches files and sends their bytes piece by piece to a server that may be gone at any moment. */
export class FileSender {
  readonly faults: string[] = [];
  readonly #device: RemoteDevice;
  readonly #origin: string;
  readonly #stored: SentFile[] = [];

  constructor(device: RemoteDevice, origin: string) {
    this.#device = device;
    this.#origin = origin;
  }

  /** Files the server has said it has. */
  get stored(): number {
    return this.#stored.length;
  }

  /** Registers a ticket, attaches a text of 1.2 MB or so and sends it; resolves when the server says that it has it. */
  async sendNext(turn: number, isOver: () => boolean): Promise<void> {
    const device = this.#device;
    const lines = Array.from({ length: 60_000 + turn }, (_, at) => `${device.code} ${turn} ${at}\n`);
    const bytes = Buffer.from(lines.join(''));
    const sha256 = hash('sha256', bytes);
    const registered = device.registration('DINKES');
    const id = device.ticketId(turn);
    const attachmentId = `${id}/a.1`;
    const args = {
      id,
      attachmentId,
      name: `catatan ${turn}.txt`,
      type: 'text/plain',
      size: bytes.length,
      sha256,
    };
    const { outcomes } = await device.push([registered, device.mutation('attachment.add', args)]);
    if (outcomes.length > 0) throw new Error(`refused: ${JSON.stringify(outcomes)}`);
    const file = { attachmentId, sha256, bytes };
    let acknowledged = 0;
    let state: UploadState | undefined;
    while (!isOver()) {
      state ??= await this.#ask(file);
      // No answer: the server is gone. When it is back, it says how far it has come.
      if (state === undefined) {
        await new Promise((resolve) => setTimeout(resolve, 25));
        continue;
      }
      const { content, offset, problem } = state;
      if (problem !== null || content === 'refused') {
        this.faults.push(`${attachmentId}: ${content}, ${problem}`);
        return;
      }
      if (content === 'stored') {
        this.#stored.push(file);
        return;
      }
      if (offset < acknowledged) {
        this.faults.push(`${attachmentId}: ${acknowledged} bytes were taken, ${offset} are there`);
        return;
      }
      acknowledged = offset;
      state = await this.#ask(file, offset);
    }
  }

  /** Fetches every file the server has said it has, or the newest, and compares the bytes. */
  async check(which: 'all' | 'newest'): Promise<string[]> {
    const faults: string[] = [];
    for (const { attachmentId, sha256 } of which === 'all' ? this.#stored : this.#stored.slice(-1)) {
      const address = `${this.#origin}/api/v1/files/${sha256}?attachment=${encodeURIComponent(attachmentId)}`;
      const found = await until('the file to be answered', () => this.#fetch(address), patienceMs);
      if (!found.ok) faults.push(`${attachmentId}: stored, but answered ${found.status}`);
      else if (hash('sha256', await found.bytes()) !== sha256)
        faults.push(`${attachmentId}: stored with other bytes`);
    }
    return faults;
  }

  /** Asks how far the server has the bytes, or sends the piece at `offset`; undefined where there is no answer. */
  async #ask({ attachmentId, sha256, bytes }: SentFile, offset?: number): Promise<UploadState | undefined> {
    const address = `${this.#origin}/api/v1/uploads/${sha256}?attachment=${encodeURIComponent(attachmentId)}`;
    const piece =
      offset === undefined
        ? {}
        : {
            method: 'PATCH',
            headers: { 'content-type': pieceMediaType, [offsetHeader]: String(offset) },
            body: new Uint8Array(bytes.subarray(offset, offset + maxPieceBytes)),
          };
    const answer = await this.#fetch(address, piece);
    const text = await answer?.text().catch(() => undefined);
    if (answer === undefined || text === undefined) return undefined;
    if (!answer.ok) throw new Error(`${attachmentId}: ${answer.status} ${text}`);
    return uploadStateSchema.parse(JSON.parse(text));
  }

  /** With new tokens where the present ones have run out; undefined where there is no answer. */
  async #fetch(
    address: string,
    init: { readonly headers?: Record<string, string> } & RequestInit = {},
  ): Promise<Response | undefined> {
    const { accessToken } = this.#device.session;
    const headers = { ...init.headers, authorization: `Bearer ${accessToken}` };
    const answer = await fetch(address, { ...init, headers }).catch(() => undefined);
    if (answer === undefined || answer.status >= 500) return undefined;
    if (answer.status !== 401) return answer;
    await this.#device.renew(accessToken);
    return undefined;
  }
}
