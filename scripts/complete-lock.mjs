// Adds to package-lock.json the optional packages of other platforms that the registry at hand does not offer.
//
// npm leaves such packages out of the lock file when it cannot see them, and `npm ci` then refuses the lock file on
// every machine. Their version is the one their parent names exactly; system, processor and C library stand in their
// name. Without an integrity: nobody here has seen their bytes. Run it after `npm install`: node scripts/complete-lock.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const systems = { win32: 'win32', darwin: 'darwin', linux: 'linux', android: 'android', freebsd: 'freebsd' };
Object.assign(systems, {
  openharmony: 'openharmony',
  sunos: 'sunos',
  netbsd: 'netbsd',
  openbsd: 'openbsd',
  aix: 'aix',
});
const processors = [
  'arm64',
  'x64',
  'ia32',
  'arm',
  'ppc64',
  'riscv64',
  's390x',
  'loong64',
  'mips64el',
  'wasm32',
];
const exactVersion = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/;

/** What the name of a platform package says about where it runs; undefined for other packages. */
export function platformOfName(name) {
  const parts = name.split(/[/-]/);
  const os = parts.find((part) => Object.hasOwn(systems, part));
  const cpu = parts.find((part) => processors.includes(part));
  if (cpu === undefined || (os === undefined && cpu !== 'wasm32')) return undefined;
  const libc = parts.some((part) => part.startsWith('musl'))
    ? 'musl'
    : parts.some((part) => part.startsWith('gnu'))
      ? 'glibc'
      : undefined;
  return {
    ...(os === undefined ? {} : { os: [os] }),
    cpu: [cpu],
    ...(libc !== undefined && os === 'linux' ? { libc: [libc] } : {}),
  };
}

/** True where a package of that name is in the lock at `place` or in a folder above it. */
function isLocked(packages, place, name) {
  for (let folder = place; ; ) {
    if (packages[folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`]) return true;
    if (folder === '') return false;
    const cut = folder.lastIndexOf('/node_modules/');
    folder = cut === -1 ? '' : folder.slice(0, cut);
  }
}

/** The lock with the missing entries added, and their names. The lock handed in stays as it is. */
export function completeLock(lock) {
  const packages = { ...lock.packages };
  const added = [];
  for (const [place, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const platform = platformOfName(name);
      if (platform === undefined || !exactVersion.test(version) || isLocked(packages, place, name)) continue;
      const { os, ...rest } = platform;
      packages[`node_modules/${name}`] = {
        version,
        ...rest,
        ...(entry.dev === true ? { dev: true } : {}),
        optional: true,
        ...(os === undefined ? {} : { os }),
      };
      added.push(name);
    }
  }
  const sorted = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
  return { lock: { ...lock, packages: sorted }, added };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'package-lock.json');
  const { lock, added } = completeLock(JSON.parse(readFileSync(file, 'utf8')));
  if (added.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  process.stdout.write(`${added.length} optional packages of other platforms added to package-lock.json\n`);
}
