// Whether node_modules holds what package-lock.json asks for. Plain JavaScript for Node 20, no dependencies.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Places in the lock file whose package is absent from, or another version than in, npm's own list of installed packages. */
export function outdatedPlaces(lock, installed) {
  return Object.entries(lock.packages)
    .filter(([place, entry]) => place !== '' && !entry.optional && !entry.devOptional && !entry.link)
    .filter(([place, entry]) => installed.packages[place]?.version !== entry.version)
    .map(([place]) => place);
}

/** Why packages must be installed, in words; undefined when node_modules fits the lock file. */
export function reasonToInstall(root) {
  const list = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(list)) return 'node_modules is missing';
  const read = (file) => JSON.parse(readFileSync(file, 'utf8'));
  const outdated = outdatedPlaces(read(path.join(root, 'package-lock.json')), read(list));
  if (outdated.length > 0) return `the lock file changed (${outdated.length} packages differ)`;
  return undefined;
}
