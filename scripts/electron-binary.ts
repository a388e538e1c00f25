import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const packageFolder = path.join(import.meta.dirname, '..', 'node_modules', 'electron');

/** Path of the Electron program that `electron/install.js` fetched; undefined where it is not there. Downloads nothing. */
export function electronBinary(): string | undefined {
  const pathFile = path.join(packageFolder, 'path.txt');
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(packageFolder, 'dist');
  if (!existsSync(pathFile)) return undefined;
  const program = path.join(folder, readFileSync(pathFile, 'utf8').trim());
  return existsSync(program) ? program : undefined;
}

/** Lets Electron's own installer fetch the program, once and for at most `timeoutMs`; its path, or undefined. */
export function fetchElectron(timeoutMs: number): string | undefined {
  const installer = path.join(packageFolder, 'install.js');
  if (!existsSync(installer)) return undefined;
  spawnSync(process.execPath, [installer], { stdio: 'ignore', timeout: timeoutMs, killSignal: 'SIGKILL' });
  return electronBinary();
}
