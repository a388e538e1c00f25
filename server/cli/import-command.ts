import { Command } from 'commander';
import { type Opd, opdSchema } from '#shared/domain/reference.ts';
import { isKnownZone } from '#shared/sla/zone.ts';
import type { Db } from '../db/open.ts';
import { type ImportSummary, importFile } from '../import/import-file.ts';
import { loadMapping } from '../import/mapping.ts';
import { SourceFileError } from '../import/read-rows.ts';
import { systemPlatform } from '../platform/system-clock.ts';
import { writeRows } from '../store/rows.ts';
import { InputError, print, tell } from './output.ts';
import { type PlaceOptions, withPlace } from './place.ts';
import { openPolicies, readOpds, withDatabase } from './with-database.ts';

interface ImportOptions extends PlaceOptions {
  readonly map: string;
  readonly zone: string;
  readonly opd: string;
  readonly createOpd?: boolean;
  readonly policy: string;
}

/** The office tickets go to; made with an empty letterhead where that was asked for. */
async function openOpd(db: Db, options: ImportOptions): Promise<Opd> {
  const [known] = await readOpds(db, options.opd);
  if (known !== undefined) return known;
  if (options.createOpd !== true)
    throw new InputError('opd', `there is no office ${options.opd} (see --create-opd)`);
  const made = opdSchema.safeParse({
    code: options.opd,
    name: options.opd,
    policy: options.policy,
    letterhead: { lines: [options.opd, '', ''], address: '', city: '' },
    head: { title: '', name: '', nip: '' },
  });
  if (!made.success) throw new InputError('opd', made.error.issues[0]?.message ?? 'invalid');
  await db
    .transaction()
    .execute((tx) => writeRows(tx, [{ kind: 'opd', id: made.data.code, doc: made.data }]));
  return made.data;
}

async function run(path: string, options: ImportOptions): Promise<void> {
  if (!isKnownZone(options.zone)) throw new InputError('zone', `"${options.zone}" is not a time zone`);
  const mapping = loadMapping(options.map);
  if (!mapping.ok) throw new InputError('map', mapping.error);
  const summary = await withDatabase(options, async ({ db }): Promise<ImportSummary> => {
    const policies = await openPolicies(db, systemPlatform.clock());
    if (policies(options.policy) === undefined)
      throw new InputError('policy', `there is no pack "${options.policy}"`);
    const opd = await openOpd(db, options);
    try {
      return await importFile({
        db,
        path,
        mapping: mapping.value,
        timeZone: options.zone,
        opd,
        policies,
        now: systemPlatform.clock(),
        report: ({ line, column, reason }) =>
          tell(`line ${line}: ${column === '' ? '' : `${column}: `}${reason}`),
      });
    } catch (error) {
      if (error instanceof SourceFileError) throw new InputError(path, error.message);
      throw error;
    }
  });
  print(JSON.stringify(summary));
  if (summary.leftAlone > 0)
    tell(`${summary.leftAlone} tickets were worked on since and were left as they are`);
  if (summary.badRows > 0) process.exitCode = 2;
}

/** `import incidents`: tables of other systems become tickets with their whole history. */
export function importCommand(): Command {
  const command = new Command('import').description('take over data of other systems').exitOverride();
  withPlace(command.command('incidents'))
    .description('tickets from a CSV file; bad rows are named on stderr and the rest goes in (exit code 2)')
    .argument('<file>', 'CSV file')
    .requiredOption('--map <name>', 'shipped mapping (servicenow) or path of a mapping file')
    .requiredOption('--opd <code>', 'office the tickets belong to')
    .option('--zone <name>', 'time zone of the dates in the file', 'Asia/Jakarta')
    .option('--create-opd', 'create the office when there is none of this code')
    .option('--policy <name>', 'policy pack of an office created here', 'madiun')
    .action(run);
  return command;
}
