import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Platform } from '../platform/platform.ts';

/**
 * Two processes on one PGlite folder lose data silently, so the folder has one owner: a file created with O_EXCL that
 * names process, host and a nonce. An owner that is gone (killed) is replaced; one that lives is never.
 */
const ownerSchema = z.object({
  pid: z.int(),
  host: z.string(),
  /** Boot and start time of the process, so that a reused process number is not taken for the owner. */
  started: z.string(),
  nonce: z.string(),
});
type Owner = z.infer<typeof ownerSchema>;

const beatMs = 5_000;
/** On another host (shared folder, container) only the heartbeat tells; a file untouched for this long is abandoned. */
const silentMs = 30_000;

/** The data folder belongs to a process that lives. */
export class FolderLockedError extends Error {
  override readonly name = 'FolderLockedError';
}

export interface FolderLock {
  release(): void;
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** Boot id and start tick of a process, empty where the system does not tell. */
function startOf(pid: number): string {
  const boot = readText('/proc/sys/kernel/random/boot_id')?.trim();
  const stat = readText(`/proc/${pid}/stat`);
  if (boot === undefined || stat === null) return '';
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return `${boot}:${fields[19] ?? ''}`;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function readOwner(path: string): Owner | null {
  try {
    const parsed = ownerSchema.safeParse(JSON.parse(readText(path) ?? ''));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function isAlive(path: string, owner: Owner | null, now: number): boolean {
  const touched = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  if (touched === undefined) return false;
  const isSilent = now - touched > silentMs;
  // Half-written: its maker is between creating and writing, or died there.
  if (owner === null || owner.host !== hostname()) return !isSilent;
  if (!isRunning(owner.pid)) return false;
  if (owner.started === '') return !isSilent;
  return startOf(owner.pid) === owner.started;
}

function createExclusively(path: string, owner: Owner): boolean {
  let handle: number;
  try {
    handle = openSync(path, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  try {
    writeSync(handle, JSON.stringify(owner));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return true;
}

/** Removes the file of a dead owner. A second file keeps two newcomers from each removing the other's fresh lock. */
function removeStale(path: string, mine: Owner, now: number): void {
  const gate = `${path}.takeover`;
  if (!createExclusively(gate, mine)) {
    if (!isAlive(gate, readOwner(gate), now)) rmSync(gate, { force: true });
    return;
  }
  try {
    if (!isAlive(path, readOwner(path), now)) rmSync(path, { force: true });
  } finally {
    rmSync(gate, { force: true });
  }
}

/**
 * Takes the data folder for this process until `release`.
 * @throws FolderLockedError when a living process owns it.
 */
export function lockFolder(folder: string, platform: Pick<Platform, 'clock' | 'id'>): FolderLock {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'tanggap.lock');
  const mine: Owner = {
    pid: process.pid,
    host: hostname(),
    started: startOf(process.pid),
    nonce: platform.id(),
  };
  for (let attempt = 0; ; attempt += 1) {
    if (createExclusively(path, mine)) break;
    const owner = readOwner(path);
    if (isAlive(path, owner, platform.clock()) || attempt === 20) {
      const holder = owner === null ? 'another process' : `process ${owner.pid} on ${owner.host}`;
      throw new FolderLockedError(
        `The data folder ${folder} is in use by ${holder}. Stop it first: two servers on one folder would lose data.`,
      );
    }
    removeStale(path, mine, platform.clock());
  }
  const beat = setInterval(() => {
    const now = new Date(platform.clock());
    try {
      utimesSync(path, now, now);
    } catch {
      // The folder is gone; the database will say so.
    }
  }, beatMs);
  beat.unref();
  return {
    release() {
      clearInterval(beat);
      if (readOwner(path)?.nonce === mine.nonce) rmSync(path, { force: true });
    },
  };
}
