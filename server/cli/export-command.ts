import { once } from 'node:events';
import { Command, Option } from 'commander';
import { exportTickets } from '../export/export-tickets.ts';
import { InputError, tell } from './output.ts';
import { type PlaceOptions, withPlace } from './place.ts';
import { readNow } from './read-now.ts';
import { readOpds, readPolicies, withDatabase } from './with-database.ts';

interface ExportOptions extends PlaceOptions {
  readonly opd?: string;
  readonly now?: string;
}

/** Writes to stdout and waits while the reader is slower than the database. */
async function writeOut(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

async function run(options: ExportOptions): Promise<void> {
  const now = readNow(options.now);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // The reader has seen enough (`| head`).
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  const count = await withDatabase(options, async ({ db }) => {
    if (options.opd !== undefined && (await readOpds(db, options.opd)).length === 0)
      throw new InputError('opd', `there is no office ${options.opd}`);
    return exportTickets({ db, policies: await readPolicies(db), opd: options.opd, now, write: writeOut });
  });
  tell(`${count} tickets`);
}

/** `export tickets`: all tickets with their timeline and service levels, a line of JSON each. */
export function exportCommand(): Command {
  const command = new Command('export').description('hand data over to other systems').exitOverride();
  withPlace(command.command('tickets'))
    .description('tickets with timeline and service levels')
    .addOption(new Option('--format <format>', 'form of the output').choices(['ndjson']).default('ndjson'))
    .option('--opd <code>', 'only the tickets of this office')
    .option('--now <instant>', 'judge service levels as of this instant (ISO 8601), default now')
    .action(run);
  return command;
}
