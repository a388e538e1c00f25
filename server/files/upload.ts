import { hash } from 'node:crypto';
import { err, ok, type Result } from '#shared/domain/result.ts';
import type { Attachment } from '#shared/files/attachment.ts';
import type { UploadState } from '#shared/sync/files.ts';
import type { DeviceUser } from '../auth/sessions.ts';
import type { Failure } from '../failure.ts';
import type { Services } from '../services.ts';
import { isReadableElsewhere, settleContent } from './attachment-rows.ts';
import { checkContent } from './check-content.ts';
import type { FileService } from './file-service.ts';

/** How far the server has a file. */
export type FileState = Omit<UploadState, 'serverTime'>;

const stored = (file: Attachment): FileState => ({ offset: file.size, content: 'stored', problem: null });
const waiting = (offset: number): FileState => ({ offset, content: 'waiting', problem: null });

/**
 * Takes in the bytes of attachments, piece by piece. Invariants: bytes lie under a hash only after they were read back,
 * hashed and looked into; a row says `stored` only after its bytes are on the disk; every step may be done again.
 */
export class Uploads {
  readonly #services: Services;
  readonly #files: FileService;
  /** Parts that are being looked into: whoever asks meanwhile shares the answer. */
  readonly #finishing = new Map<string, Promise<FileState>>();

  constructor(services: Services, files: FileService) {
    this.#services = services;
    this.#files = files;
  }

  /** How far the server has the bytes. Where a process ended between the last piece and the look, this takes the look. */
  async state(principal: DeviceUser, file: Attachment): Promise<FileState> {
    const { store } = this.#files;
    if (file.content === 'refused') return { offset: 0, content: 'refused', problem: file.problem };
    const part = store.partOf(principal.deviceId, file.id);
    // The last piece came twice: between the bytes' move to their place and the row, neither would be found.
    const running = this.#finishing.get(part);
    if (running !== undefined) return running;
    if ((await store.sizeOf(file.sha256)) === file.size) {
      const { db } = this.#services;
      const isKnown =
        file.content === 'stored' || (await isReadableElsewhere(db, principal.user, file.sha256));
      if (isKnown) return this.#settleKnown(file);
    }
    const offset = await store.partSize(part);
    if (offset === file.size) return this.#finish(part, file);
    if (offset < file.size) return waiting(offset);
    await store.dropPart(part);
    return waiting(0);
  }

  /** Takes the next piece; one that does not join up is not written, and the answer says from where to go on. */
  async take(
    principal: DeviceUser,
    file: Attachment,
    offset: number,
    bytes: Uint8Array,
  ): Promise<Result<FileState, Failure>> {
    const present = await this.state(principal, file);
    if (present.content !== 'waiting' || present.offset !== offset) return ok(present);
    if (offset + bytes.length > file.size) return err({ code: 'bad_request', field: 'size' });
    const { clock } = this.#services.platform;
    const wait = this.#files.allowance.spend(principal.user.id, bytes.length, clock());
    if (wait > 0) return err({ code: 'too_many_requests', retryAfterMs: wait });
    const part = this.#files.store.partOf(principal.deviceId, file.id);
    await this.#files.store.writePiece(part, offset, bytes);
    return ok(
      offset + bytes.length === file.size ? await this.#finish(part, file) : waiting(offset + bytes.length),
    );
  }

  /** The bytes are here from another attachment; this one's name and type must fit them, too. */
  async #settleKnown(file: Attachment): Promise<FileState> {
    if (file.content === 'stored') return stored(file);
    const handle = await this.#files.store.open(file.sha256);
    if (handle === null) return waiting(0);
    try {
      return await this.#judge(file, await handle.readFile(), async () => undefined);
    } finally {
      await handle.close();
    }
  }

  #finish(part: string, file: Attachment): Promise<FileState> {
    const running = this.#finishing.get(part);
    if (running !== undefined) return running;
    const done = this.#look(part, file).finally(() => this.#finishing.delete(part));
    this.#finishing.set(part, done);
    return done;
  }

  async #look(part: string, file: Attachment): Promise<FileState> {
    const { store, scan } = this.#files;
    const bytes = await store.readPart(part);
    if (bytes.length !== file.size || hash('sha256', bytes) !== file.sha256) {
      // A fault on the way or on this disk: the device sends anew. What it will never get right, it gives up itself.
      await store.dropPart(part);
      this.#services.log('warn', 'file_hash_wrong', { attachment: file.id, size: bytes.length });
      return { ...waiting(0), problem: 'damaged' };
    }
    if (scan !== null) {
      const verdict = await scan(part);
      if (verdict === 'unknown') throw new Error('the scanner gave no answer');
      if (verdict === 'infected') return this.#refuse(part, file, 'infected');
    }
    const state = await this.#judge(file, bytes, () => store.keep(part, file.sha256, bytes));
    await store.dropPart(part);
    return state;
  }

  async #judge(file: Attachment, bytes: Uint8Array, keep: () => Promise<void>): Promise<FileState> {
    const problem = await checkContent(file, bytes);
    if (problem !== null) return this.#refuse(null, file, problem);
    await keep();
    await settleContent(this.#services, file, { content: 'stored', problem: null });
    return stored(file);
  }

  async #refuse(part: string | null, file: Attachment, problem: Attachment['problem']): Promise<FileState> {
    if (part !== null) await this.#files.store.dropPart(part);
    this.#services.log('warn', 'file_refused', { attachment: file.id, problem });
    await settleContent(this.#services, file, { content: 'refused', problem });
    return { offset: 0, content: 'refused', problem };
  }
}
