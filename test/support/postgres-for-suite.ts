import { startPostgres } from './postgres.ts';

/** One PostgreSQL for all `.pg.test.ts` files, unless TANGGAP_TEST_PG names one; tests make their own databases in it. */
export default async function setup(): Promise<() => Promise<void>> {
  if (process.env.TANGGAP_TEST_PG) return async () => {};
  const postgres = await startPostgres();
  process.env.TANGGAP_TEST_PG = postgres.url;
  return postgres.stop;
}
