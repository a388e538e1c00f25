import { open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { isMissing, makeFolder, syncFolder } from './journal-disk.ts';

/** What the files beside the journal need of the file system. */
export interface KeptFilesDisk {
  /** Writes at `at`, which must be where the file ends; 0 begins it anew. False where it ends elsewhere. */
  write(file: string, at: number, bytes: Uint8Array): Promise<boolean>;
  /** Brings a file to the disk whole and gives it its name; both last when the promise resolves. */
  finish(beside: string, file: string): Promise<void>;
  /** At most `length` bytes from `at`; undefined where there is no such file. */
  read(file: string, at: number, length: number): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Undefined where there is no such file. */
  sizeOf(file: string): Promise<number | undefined>;
  remove(file: string): Promise<void>;
  /** Names of the files in a folder; none where it does not exist. */
  list(folder: string): Promise<readonly string[]>;
  /** Bytes that can still be written on the volume of a folder, which need not exist yet. */
  free(folder: string): Promise<number>;
}

export const keptFilesDisk: KeptFilesDisk = {
  async write(file, at, bytes) {
    if (at === 0) await makeFolder(path.dirname(file));
    const handle = await open(file, at === 0 ? 'w' : 'a', 0o600);
    try {
      if ((await handle.stat()).size !== at) return false;
      await handle.writeFile(bytes);
      return true;
    } finally {
      await handle.close();
    }
  },
  async finish(beside, file) {
    const handle = await open(beside, 'r+');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
    await syncFolder(path.dirname(file));
  },
  async read(file, at, length) {
    try {
      const handle = await open(file, 'r');
      try {
        const bytes = new Uint8Array(length);
        const { bytesRead } = await handle.read(bytes, 0, length, at);
        return bytes.slice(0, bytesRead);
      } finally {
        await handle.close();
      }
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  },
  async sizeOf(file) {
    try {
      return (await stat(file)).size;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  },
  remove: (file) => rm(file, { force: true }),
  async list(folder) {
    try {
      return await readdir(folder);
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  },
  async free(folder) {
    try {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    } catch (error) {
      const above = path.dirname(folder);
      if (!isMissing(error) || above === folder) throw error;
      return keptFilesDisk.free(above);
    }
  },
};
