import { copyFile, mkdir, open, readdir, readFile, rename, rm, truncate } from 'node:fs/promises';
import path from 'node:path';

/** What the journal needs of the file system; every write is on the disk when its promise resolves. */
export interface JournalDisk {
  /** Undefined where there is no such file. */
  read(file: string): Promise<Uint8Array | undefined>;
  /** Appends to a file of `size` bytes, 0 for a new one. False, and nothing written, where its size is another. */
  append(file: string, bytes: Uint8Array, size: number): Promise<boolean>;
  cut(file: string, size: number): Promise<void>;
  /** Puts a whole new content in the place of the old one: a crash leaves one of the two. */
  replace(file: string, bytes: Uint8Array): Promise<void>;
  /** Keeps a copy of a damaged file, for whoever has to look into it. */
  setAside(file: string): Promise<void>;
  remove(file: string): Promise<void>;
  /** Names of the files in a folder; none where it does not exist. */
  list(folder: string): Promise<readonly string[]>;
}

export const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** The names in a folder are durable only when the folder itself was synced; Windows has no such call and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeBeside(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function makeFolder(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (made === undefined) return;
  // Each folder that was made stands in the one above it.
  for (let each = folder; each.startsWith(made); each = path.dirname(each))
    await syncFolder(path.dirname(each));
}

export const journalDisk: JournalDisk = {
  async read(file) {
    try {
      return await readFile(file);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  },
  async append(file, bytes, size) {
    if (size === 0) await makeFolder(path.dirname(file));
    const handle = await open(file, 'a', 0o600);
    try {
      if ((await handle.stat()).size !== size) return false;
      await handle.appendFile(bytes);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    if (size === 0) await syncFolder(path.dirname(file));
    return true;
  },
  cut: (file, size) => truncate(file, size),
  async replace(file, bytes) {
    const beside = `${file}.partial`;
    try {
      await makeFolder(path.dirname(file));
      await writeBeside(beside, bytes);
      await rename(beside, file);
    } catch (error) {
      await rm(beside, { force: true });
      throw error;
    }
    await syncFolder(path.dirname(file));
  },
  setAside: (file) => copyFile(file, `${file}.aside`),
  remove: (file) => rm(file, { force: true }),
  async list(folder) {
    try {
      return await readdir(folder);
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  },
};
