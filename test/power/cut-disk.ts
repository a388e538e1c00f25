import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const programs = ['losetup', 'mount', 'umount', 'mkfs.ext4', 'fsfreeze', 'cp', 'sync'] as const;
const places = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/sbin'];
const megabyte = 1024 * 1024;

function run(program: (typeof programs)[number], ...args: readonly string[]): void {
  const place = places.find((folder) => existsSync(path.join(folder, program)));
  if (place === undefined) throw new Error(`no program ${program}`);
  execFileSync(path.join(place, program), args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

function makeImage(file: string, megabytes: number): void {
  writeFileSync(file, '');
  truncateSync(file, megabytes * megabyte);
  run('mkfs.ext4', '-q', '-F', file);
}

/** What a program at work removes meanwhile is no matter. */
function unlessGone<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function filesBelow(folder: string): string[] {
  const entries = unlessGone(() => readdirSync(folder, { withFileTypes: true })) ?? [];
  return entries.flatMap((entry) => {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(place);
    return entry.isFile() ? [place] : [];
  });
}

function writeBack(file: string): void {
  const handle = openSync(file, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** What was on the disk at a power cut. */
export interface DiskCopy {
  /** Mounts it, as after the next start; returns the folder. */
  mount(): string;
  /** Forgets it. */
  release(): void;
}

/**
 * A disk whose power can be cut while programs work on it. It is an image in a file that lies on a file system of its
 * own. To freeze that one stops every write to the image without syncing what lies in it, so a copy of the file is what
 * had reached the disk at one moment, and nothing else: neither the caches of programs nor those of the system.
 */
export class CutDisk {
  /** The folder in which the disk is mounted. */
  readonly box: string;
  readonly #folder: string;
  readonly #under: string;
  readonly #mounted: string[] = [];
  // A run that ends early must leave nothing mounted.
  readonly #closeAtExit = () => this.close();
  #copies = 0;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#under = path.join(folder, 'under');
    this.box = path.join(folder, 'box');
  }

  /** Throws where images cannot be made and mounted. */
  static open(megabytes = 1024): CutDisk {
    const disk = new CutDisk(mkdtempSync(path.join(tmpdir(), 'tanggap-power-')));
    process.once('exit', disk.#closeAtExit);
    try {
      const ground = path.join(disk.#folder, 'ground.img');
      makeImage(ground, megabytes * 1.5);
      disk.#mount(ground, disk.#under);
      makeImage(disk.#image, megabytes);
      disk.#mount(disk.#image, disk.box);
      return disk;
    } catch (error) {
      disk.close();
      throw error;
    }
  }

  /** Writes everything onto the disk, as happens by itself some time after work has ended. */
  settle(): void {
    run('sync', '-f', this.box);
  }

  /**
   * Writes some of the files onto the disk, as the system does whenever it likes: a third of them, chosen by `turn`. What
   * is newer on the disk than what should be there before it is where a database that syncs too little breaks.
   */
  writeBackSome(turn: number): void {
    for (const [at, file] of filesBelow(this.box).entries()) {
      if ((at + turn) % 3 === 0) unlessGone(() => writeBack(file));
    }
  }

  /**
   * The power is cut: a copy of what had reached the disk at this moment. `meanwhile` runs while nothing can be written
   * any more.
   */
  cut(meanwhile: () => void = () => undefined): DiskCopy {
    this.#copies += 1;
    const image = path.join(this.#folder, `copy-${this.#copies}.img`);
    const box = path.join(this.#folder, `copy-${this.#copies}`);
    run('fsfreeze', '--freeze', this.#under);
    try {
      meanwhile();
      run('cp', '--sparse=always', this.#image, image);
    } finally {
      run('fsfreeze', '--unfreeze', this.#under);
    }
    return {
      mount: () => {
        this.#mount(image, box);
        return box;
      },
      release: () => {
        this.#unmount(box);
        rmSync(image, { force: true });
      },
    };
  }

  close(): void {
    process.off('exit', this.#closeAtExit);
    for (const place of [...this.#mounted].reverse()) this.#unmount(place);
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  get #image(): string {
    return path.join(this.#under, 'disk.img');
  }

  #mount(image: string, place: string): void {
    mkdirSync(place, { recursive: true });
    run('mount', '-o', 'loop', image, place);
    this.#mounted.push(place);
  }

  #unmount(place: string): void {
    const at = this.#mounted.indexOf(place);
    if (at < 0) return;
    this.#mounted.splice(at, 1);
    try {
      run('umount', place);
    } catch {
      // A program that is about to end still has a file open there: it goes when that is closed.
      run('umount', '--lazy', place);
    }
  }
}

/** Why power cannot be cut on this machine; undefined where it can. */
export function obstacleToCuts(): string | undefined {
  if (process.platform !== 'linux') return 'disk images can be mounted on Linux only';
  if (process.getuid?.() !== 0) return 'only root may mount disk images';
  try {
    const disk = CutDisk.open(16);
    try {
      const copy = disk.cut();
      copy.mount();
      copy.release();
    } finally {
      disk.close();
    }
    return undefined;
  } catch (error) {
    const words = error instanceof Error ? error.message.trim().split('\n').at(-1) : String(error);
    return `disk images cannot be mounted, frozen and copied here (${words})`;
  }
}
