import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** Writes a file of the app's own folder, readable by its user alone. A power cut leaves the old one or the new one, never half. */
export function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  return replaceBy(`${file}.partial`, file, bytes, 0o600);
}

/** The same where a person saves to: nothing else there is touched, and the file gets the rights of any new one. */
export function saveForPerson(file: string, bytes: Uint8Array, token: () => string): Promise<void> {
  return replaceBy(path.join(path.dirname(file), `${token()}.partial`), file, bytes, 0o666);
}

/** Written beside, synced, renamed. */
async function replaceBy(beside: string, file: string, bytes: Uint8Array, mode: number): Promise<void> {
  try {
    const handle = await open(beside, 'w', mode);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
