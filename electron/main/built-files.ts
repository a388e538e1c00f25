import { readdirSync } from 'node:fs';
import path from 'node:path';
import { mediaTypeOf } from '#shared/web/media-type.ts';

/** Address path ("/assets/x.js") of every built file the app serves, with its place on disk (or in the asar archive). */
export type BuiltFiles = ReadonlyMap<string, string>;

/**
 * Lists the built renderer once. Requests are answered from this list alone: an address is a key, never part of a path.
 * Files of an unknown kind (source maps, notes) are left out.
 */
export function listBuiltFiles(folder: string): BuiltFiles {
  const files = new Map<string, string>();
  const walk = (place: string, address: string): void => {
    for (const entry of readdirSync(place, { withFileTypes: true })) {
      const below = path.join(place, entry.name);
      if (entry.isDirectory()) walk(below, `${address}/${entry.name}`);
      else if (entry.isFile() && mediaTypeOf(entry.name) !== undefined)
        files.set(`${address}/${entry.name}`, below);
    }
  };
  walk(folder, '');
  return files;
}
