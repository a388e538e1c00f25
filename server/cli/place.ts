import type { Command } from 'commander';
import type { DatabasePlace } from '../db/open.ts';

export interface PlaceOptions {
  readonly data: string;
  readonly databaseUrl?: string;
}

/** Adds the options that say where the data lives. */
export function withPlace(command: Command): Command {
  return command
    .option('--data <folder>', 'data folder (PGlite)', process.env.TANGGAP_DATA ?? './data')
    .option('--database-url <url>', 'PostgreSQL server instead of a data folder (or DATABASE_URL)');
}

/** The place the options name: PostgreSQL where an address is given, the data folder otherwise. */
export function placeOf(options: PlaceOptions): DatabasePlace {
  const url = options.databaseUrl ?? process.env.DATABASE_URL;
  return url === undefined || url === '' ? { data: options.data } : { url };
}
