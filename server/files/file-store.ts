import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const isHash = (text: string) => /^[0-9a-f]{64}$/.test(text);

async function sizeOf(path: string): Promise<number | null> {
  const found = await stat(path).catch(() => null);
  return found?.isFile() === true ? found.size : null;
}

/** A part, or the copy of one that is about to be put in its place. */
const isPart = (name: string) => /^[0-9a-f]{64}(\.\d+)?$/.test(name);

/** What a folder lists is on the disk only after its own fsync. Windows has none for folders, and needs none. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/**
 * Bytes of files under their SHA-256 (`ab/<hash>`), and what has come so far of those on their way (`parts/<hash of
 * sender and attachment>`). No name in these folders comes from a request: all are digests made or checked here.
 */
export class FileStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  #pathOf(sha256: string): string {
    if (!isHash(sha256)) throw new Error('not a hash');
    return join(this.#folder, sha256.slice(0, 2), sha256);
  }

  /** Where the part of a sender for an attachment lies. */
  partOf(deviceId: string, attachmentId: string): string {
    const digest = createHash('sha256').update(`${deviceId}\n${attachmentId}`).digest('hex');
    return join(this.#folder, 'parts', digest);
  }

  /** Bytes of a whole file; null where it is not here. */
  sizeOf(sha256: string): Promise<number | null> {
    return sizeOf(this.#pathOf(sha256));
  }

  async partSize(part: string): Promise<number> {
    return (await sizeOf(part)) ?? 0;
  }

  /**
   * Writes a piece at its place. Written by place and not appended: where an answer was lost and two requests carry the same
   * piece at once, both write the same bytes.
   */
  async writePiece(part: string, offset: number, bytes: Uint8Array): Promise<void> {
    await mkdir(join(this.#folder, 'parts'), { recursive: true });
    const file = await open(part, 'r+').catch(() => open(part, 'w+'));
    try {
      let done = 0;
      while (done < bytes.length) {
        const { bytesWritten } = await file.write(bytes, done, bytes.length - done, offset + done);
        done += bytesWritten;
      }
    } finally {
      await file.close();
    }
  }

  readPart(part: string): Promise<Buffer> {
    return readFile(part);
  }

  async dropPart(part: string): Promise<void> {
    await rm(part, { force: true });
  }

  /**
   * Puts these bytes, checked and of this hash, in their place. When this resolves they are on the disk, their name included.
   * The part they came from stays until the row says that they are here: a server killed before that begins with it again.
   */
  async keep(part: string, sha256: string, bytes: Uint8Array): Promise<void> {
    const path = this.#pathOf(sha256);
    const folder = join(this.#folder, sha256.slice(0, 2));
    await mkdir(folder, { recursive: true });
    // Nobody else writes to this copy, whatever comes for the part meanwhile.
    const copy = `${part}.${process.pid}`;
    const file = await open(copy, 'w');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(copy, path);
    await syncFolder(folder);
    await syncFolder(this.#folder);
    await syncFolder(dirname(this.#folder));
  }

  /**
   * Opens a whole file for reading; null where it is not here. The caller closes it.
   * @throws where the disk does not say so: too many files are open, or rights are missing. The file is not lost then.
   */
  async open(sha256: string) {
    return open(this.#pathOf(sha256), 'r').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
  }

  /** Hashes of all whole files last written before `before` (UTC ms). */
  async *storedBefore(before: number): AsyncGenerator<string> {
    const folders = await readdir(this.#folder, { withFileTypes: true }).catch(() => []);
    for (const { name } of folders.filter(
      (entry) => entry.isDirectory() && /^[0-9a-f]{2}$/.test(entry.name),
    )) {
      for (const hash of (await readdir(join(this.#folder, name))).filter(isHash)) {
        const found = await stat(this.#pathOf(hash)).catch(() => null);
        if (found !== null && found.mtimeMs < before) yield hash;
      }
    }
  }

  async drop(sha256: string): Promise<void> {
    await rm(this.#pathOf(sha256), { force: true });
  }

  /** Forgets parts nobody has gone on with since `before` (UTC ms). */
  async dropPartsBefore(before: number): Promise<void> {
    const folder = join(this.#folder, 'parts');
    for (const name of (await readdir(folder).catch(() => [])).filter(isPart)) {
      const found = await stat(join(folder, name)).catch(() => null);
      if (found !== null && found.mtimeMs < before) await rm(join(folder, name), { force: true });
    }
  }
}
