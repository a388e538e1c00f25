import { Command, Option } from 'commander';
import type { Opd } from '#shared/domain/reference.ts';
import { type MonthPeriod, monthPeriod, previousMonth } from '#shared/recap/period.ts';
import { buildRecap, type Recap } from '#shared/recap/recap.ts';
import type { PolicyLookup } from '#shared/sla/policy-shelf.ts';
import { isKnownZone } from '#shared/sla/zone.ts';
import type { Db } from '../db/open.ts';
import { readTicketsForRecap } from '../export/recap-tickets.ts';
import { systemPlatform } from '../platform/system-clock.ts';
import { InputError, print, tell } from './output.ts';
import { type PlaceOptions, withPlace } from './place.ts';
import { instantText } from './sla/instants.ts';
import { readOpds, readPolicies, withDatabase } from './with-database.ts';

interface RecapOptions {
  readonly period: string;
  readonly opd?: string;
  readonly zone?: string;
}

const usualZone = 'Asia/Jakarta';

/** The zone in which the month is cut: the asked one, or that of most offices' packs. */
function zoneOf(options: RecapOptions, opds: readonly Opd[], policies: PolicyLookup): string {
  if (options.zone !== undefined) {
    if (!isKnownZone(options.zone)) throw new InputError('zone', `"${options.zone}" is not a time zone`);
    return options.zone;
  }
  const counts = new Map<string, number>();
  for (const { policy } of opds) {
    const zone = policies(policy)?.pack.timeZone ?? usualZone;
    counts.set(zone, (counts.get(zone) ?? 0) + 1);
  }
  const [[most] = [usualZone]] = [...counts].sort(([, one], [, other]) => other - one);
  if (counts.size > 1)
    tell(`the offices lie in ${[...counts.keys()].join(' and ')}: months are cut in ${most}`);
  return most;
}

function periodOf(text: string, zone: string): MonthPeriod {
  const period = monthPeriod(text, zone);
  if (!period.ok) throw new InputError('period', `"${text}" is not a month (yyyy-mm)`);
  return period.value;
}

function nowOf(text: string | undefined): number {
  if (text === undefined) return systemPlatform.clock();
  const parsed = instantText.safeParse(text);
  if (!parsed.success) throw new InputError('now', parsed.error.issues[0]?.message ?? 'invalid');
  return parsed.data;
}

/**
 * The recap of a month as the command prints it: cut in the asked zone, else in that of the office, or of most offices.
 * `now` is UTC ms. Throws InputError for an unknown office, zone or month.
 */
export async function recapOf(db: Db, options: RecapOptions, now: number): Promise<Recap> {
  const opds = await readOpds(db, options.opd);
  if (options.opd !== undefined && opds.length === 0)
    throw new InputError('opd', `there is no office ${options.opd}`);
  const policies = await readPolicies(db);
  const period = periodOf(options.period, zoneOf(options, opds, policies));
  const previous = previousMonth(period);
  const opd = options.opd ?? null;
  const tickets = await readTicketsForRecap(db, { from: previous.from, to: period.to }, opd);
  return buildRecap({ tickets, period, previous, opds, policies, now, opd });
}

async function run(options: RecapOptions & PlaceOptions & { readonly now?: string }): Promise<void> {
  const now = nowOf(options.now);
  // A wrong period is told before a database is opened.
  periodOf(options.period, usualZone);
  print(JSON.stringify(await withDatabase(options, ({ db }) => recapOf(db, options, now))));
}

/** `recap`: the monthly figures, the same as on screen and paper. Instants are UTC ms, durations ms. */
export function recapCommand(): Command {
  return withPlace(new Command('recap'))
    .description('figures of a month, of one office or all')
    .requiredOption('--period <month>', 'month, yyyy-mm')
    .option('--opd <code>', 'only this office')
    .option('--zone <name>', "time zone of the month, default that of most offices' policy packs")
    .option('--now <instant>', 'judge open targets as of this instant (ISO 8601), default now')
    .addOption(new Option('--format <format>', 'form of the output').choices(['json']).default('json'))
    .action(run);
}
