import { join } from 'node:path';
import { UploadAllowance } from './allowance.ts';
import { FileStore } from './file-store.ts';
import type { Scan } from './scanner.ts';

/** What the server's routes need to keep files. */
export interface FileService {
  readonly store: FileStore;
  readonly allowance: UploadAllowance;
  /** Null: no scanner is set up, and files are judged by their form alone. */
  readonly scan: Scan | null;
  /** Where files of devices and answers to them lie while an administrator exchanges them. */
  readonly courierFolder: string;
}

/** Files kept in a folder. */
export function openFileService(folder: string, scan: Scan | null = null): FileService {
  return {
    store: new FileStore(folder),
    allowance: new UploadAllowance(),
    scan,
    courierFolder: join(folder, 'courier'),
  };
}
