import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

/** Longer than a person takes from sending a file up to saving the answer. */
const keepMs = 86_400_000;
const request = 'request.kurir';
const answer = 'answer.kurir';

async function sizeOf(path: string): Promise<number | null> {
  const found = await stat(path).catch(() => null);
  return found?.isFile() === true ? found.size : null;
}

/**
 * Where devices' files lie that administrators send up, with the answers to them, until they are swept away: one folder for
 * each, which only its administrator reaches. No name in it comes from a request.
 */
export class CourierTray {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  #placeOf(userId: string, id: string): string {
    return join(this.#folder, createHash('sha256').update(`${userId}\n${id}`).digest('hex'));
  }

  /** Makes room for a new file. `now` is UTC ms. */
  async begin(userId: string, id: string, now: number): Promise<void> {
    await this.sweep(now);
    const place = this.#placeOf(userId, id);
    await mkdir(place, { recursive: true });
    await (await open(join(place, request), 'w')).close();
    await utimes(place, now / 1000, now / 1000);
  }

  /** Bytes of the file so far; null where there is none of this id and administrator. */
  received(userId: string, id: string): Promise<number | null> {
    return sizeOf(this.requestPath(userId, id));
  }

  /** Writes a piece at its place: two requests with the same piece write the same bytes. */
  async write(userId: string, id: string, offset: number, bytes: Uint8Array): Promise<void> {
    const file = await open(this.requestPath(userId, id), 'r+');
    try {
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await file.write(bytes, done, bytes.length - done, offset + done);
        done += bytesWritten;
      }
    } finally {
      await file.close();
    }
  }

  requestPath(userId: string, id: string): string {
    return join(this.#placeOf(userId, id), request);
  }

  /** Where the answer is written; further files lie beside it. */
  answerPath(userId: string, id: string): string {
    return join(this.#placeOf(userId, id), answer);
  }

  /** Forgets what was begun more than a day before `now` (UTC ms). */
  async sweep(now: number): Promise<void> {
    for (const name of await readdir(this.#folder).catch(() => [])) {
      const place = join(this.#folder, name);
      const found = await stat(place).catch(() => null);
      if (found !== null && found.mtimeMs < now - keepMs) await rm(place, { recursive: true, force: true });
    }
  }
}
