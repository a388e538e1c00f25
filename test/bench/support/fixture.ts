import { createHash } from 'node:crypto';
import {
  constants,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fillWithTickets } from './many-tickets.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
/** Kept between runs, outside version control. */
export const benchFolder = join(root, '.data', 'bench');

/** Whatever decides what the database holds: another demo or schema makes another fixture. */
const sources = [
  'server/demo/*.ts',
  'server/db/migrations/*.ts',
  'resources/demo/*.json',
  'shared/domain/ticket.ts',
  'test/bench/support/many-tickets.ts',
];

function fixtureName(tickets: number): string {
  const hash = createHash('sha256');
  for (const file of globSync(sources, { cwd: root }).sort()) hash.update(readFileSync(join(root, file)));
  return `${tickets}-${hash.digest('hex').slice(0, 12)}`;
}

/**
 * A PGlite folder with so many tickets, as a copy of its own for this run: devices enrol and push into it. Made once and
 * kept for later runs. Who calls it removes it.
 */
export async function freshFixture(tickets: number, say: (text: string) => void): Promise<string> {
  const kept = join(benchFolder, fixtureName(tickets));
  if (!existsSync(kept)) {
    say(`Making a database of ${tickets} tickets …`);
    const making = `${kept}.making-${process.pid}`;
    rmSync(making, { recursive: true, force: true });
    mkdirSync(benchFolder, { recursive: true });
    await fillWithTickets({ data: making }, tickets);
    if (existsSync(kept)) rmSync(making, { recursive: true, force: true });
    else renameSync(making, kept);
  }
  const own = join(benchFolder, `run-${process.pid}-${tickets}`);
  rmSync(own, { recursive: true, force: true });
  cpSync(kept, own, { recursive: true, mode: constants.COPYFILE_FICLONE });
  return own;
}
