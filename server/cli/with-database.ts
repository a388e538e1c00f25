import { fileURLToPath } from 'node:url';
import { type Opd, opdSchema } from '#shared/domain/reference.ts';
import type { PolicyLookup } from '#shared/sla/policy-shelf.ts';
import { type Database, type Db, openDatabase } from '../db/open.ts';
import { systemPlatform } from '../platform/system-clock.ts';
import { PolicyFeed } from '../policies/policy-feed.ts';
import { loadNationalCalendar, loadPolicyPacks, type Shipped } from '../policies/policy-library.ts';
import { publishShipped } from '../policies/seed.ts';
import { createLog } from './output.ts';
import { type PlaceOptions, placeOf } from './place.ts';

const resource = (path: string): string => fileURLToPath(new URL(`../../resources/${path}`, import.meta.url));

/** The packs (of another folder, where one is named) and the days off of the state that come with the product. */
export function loadShipped(packFolder = resource('policies')): Shipped {
  return {
    packs: loadPolicyPacks(packFolder),
    national: loadNationalCalendar(resource('calendars/indonesia.json')),
  };
}

/** Packs and days off as the database holds them now, over those shipped with the product. */
export async function readPolicies(db: Db): Promise<PolicyLookup> {
  return (await PolicyFeed.open(db, loadShipped().packs)).find;
}

/** The same after publishing what comes with the product and the database lacks. `now` is UTC ms. */
export async function openPolicies(db: Db, now: number): Promise<PolicyLookup> {
  const shipped = loadShipped();
  await publishShipped(db, shipped, now, createLog(systemPlatform.clock));
  return (await PolicyFeed.open(db, shipped.packs)).find;
}

/** Opens the database an operator named, and closes it whatever happens. */
export async function withDatabase<T>(
  options: PlaceOptions,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(placeOf(options), systemPlatform);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** The offices, by code, or only the one asked for. */
export async function readOpds(db: Pick<Db, 'selectFrom'>, code?: string): Promise<Opd[]> {
  let query = db
    .selectFrom('stored_row')
    .select('doc')
    .where('kind', '=', 'opd')
    .where('deleted', '=', false);
  if (code !== undefined) query = query.where('id', '=', code);
  return (await query.orderBy('id').execute()).map(({ doc }) => opdSchema.parse(doc));
}
