import { closeSync, fsyncSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** The parts of Emscripten's host file system that are patched below. */
interface HostStream {
  readonly nfd?: number;
  readonly node: unknown;
}
interface HostFileSystem {
  readonly stream_ops: { fsync?: (stream: HostStream) => number };
  realPath(node: unknown): string;
}
type InitOptions = Parameters<NodeFS['init']>[1];

function fsyncPath(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Forces every file and folder under `path` onto the disk. */
export function fsyncTree(path: string): void {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) fsyncTree(inner);
    else if (entry.isFile()) fsyncPath(inner);
  }
  fsyncPath(path);
}

/**
 * PGlite's folder on disk, made durable: as delivered it has no fsync at all, and a power cut loses the database.
 * Files are synced by their descriptor, folders (new and renamed WAL segments) by their path.
 */
export class DurableFileSystem extends NodeFS {
  override async init(pg: PGlite, options: InitOptions) {
    const patch = (module: { NODEFS: HostFileSystem }) => {
      const host = module.NODEFS;
      host.stream_ops.fsync = (stream) => {
        if (stream.nfd === undefined) fsyncPath(host.realPath(stream.node));
        else fsyncSync(stream.nfd);
        return 0;
      };
    };
    return super.init(pg, { ...options, preRun: [...(options.preRun ?? []), patch as never] });
  }
}

/** PGlite's own start parameters without `-F` (which switches fsync off), and with real syncing at each commit. */
export const durableStartParams: readonly string[] = [
  ...PGlite.defaultStartParams.filter((param) => param !== '-F'),
  ...[
    '-c',
    'fsync=on',
    '-c',
    'synchronous_commit=on',
    '-c',
    'wal_sync_method=fsync',
    '-c',
    'full_page_writes=on',
  ],
];
