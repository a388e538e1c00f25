import { Command } from 'commander';
import { Temporal } from 'temporal-polyfill';
import { defaultPasswordCost } from '../auth/passwords.ts';
import { demoPassword, fillDatabase, isFilled } from '../demo/fill-database.ts';
import { systemPlatform } from '../platform/system-clock.ts';
import { InputError, print, tell, wholeNumber } from './output.ts';
import { type PlaceOptions, withPlace } from './place.ts';
import { openPolicies, withDatabase } from './with-database.ts';

interface DemoOptions extends PlaceOptions {
  readonly tickets: number;
  readonly today?: string;
  readonly seed: number;
}

const timeZone = 'Asia/Jakarta';
const months = 13;

/** The present of the demo: now, or 14:00 of the asked day. */
function presentOf(today: string | undefined): number {
  if (today === undefined) return systemPlatform.clock();
  if (!/^\d{4}-\d{2}-\d{2}$/.test(today)) throw new InputError('today', `"${today}" is no date (yyyy-mm-dd)`);
  try {
    return Temporal.PlainDate.from(today).toZonedDateTime({ timeZone, plainTime: '14:00' }).epochMilliseconds;
  } catch {
    throw new InputError('today', `"${today}" is no date (yyyy-mm-dd)`);
  }
}

async function run(options: DemoOptions): Promise<void> {
  const now = presentOf(options.today);
  const local = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone);
  const from = local.subtract({ months }).startOfDay().epochMilliseconds;
  const made = await withDatabase(options, async ({ db }) => {
    if (await isFilled(db))
      throw new InputError('data', 'the database is not empty; a demo is never mixed with real work');
    return fillDatabase({
      db,
      policies: await openPolicies(db, from),
      passwordCost: defaultPasswordCost,
      tickets: options.tickets,
      seed: options.seed,
      span: { from, now },
      progress: (written) => {
        if (written % 10_000 < 200) tell(`${written} tickets`);
      },
    });
  });
  tell(`${made.tickets} tickets; every password is ${demoPassword}`);
  const width = (read: (user: (typeof made.users)[number]) => string) =>
    Math.max(...made.users.map((user) => read(user).length));
  const names = width((user) => user.username);
  const roles = width((user) => user.role);
  const offices = width((user) => user.opd);
  for (const { username, role, opd, name } of made.users)
    print(
      `${username.padEnd(names)}  ${demoPassword}  ${role.padEnd(roles)}  ${opd.padEnd(offices)}  ${name}`,
    );
}

/** `demo`: an empty database becomes a desk with 13 months of work, to look at and to measure. */
export function demoCommand(): Command {
  return withPlace(new Command('demo'))
    .description('fill an empty database with invented offices, people and tickets')
    .option('--tickets <number>', 'how many', wholeNumber(0, 1_000_000), 600)
    .option('--today <date>', 'the present of the demo (yyyy-mm-dd), default now')
    .option('--seed <number>', 'another seed gives another demo', wholeNumber(0, 2 ** 31), 2026)
    .action(run);
}
