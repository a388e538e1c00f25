import { fileURLToPath } from 'node:url';
import { type Opd, opdSchema } from '#shared/domain/reference.ts';
import type { PolicyLookup } from '#shared/sla/policy-shelf.ts';
import { type Database, type Db, openDatabase } from '../db/open.ts';
import { systemPlatform } from '../platform/system-clock.ts';
import { loadPolicyShelf } from '../policies/policy-library.ts';
import { type PlaceOptions, placeOf } from './place.ts';

/** The packs shipped with the product. */
export function shippedPolicies(): PolicyLookup {
  return loadPolicyShelf(fileURLToPath(new URL('../../resources/policies', import.meta.url))).find;
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
