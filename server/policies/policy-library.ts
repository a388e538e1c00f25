import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type CalendarDays, calendarDaysSchema } from '#shared/sla/hours.ts';
import { type PolicyPack, pathText, readPolicyPack } from '#shared/sla/pack.ts';

/**
 * Reads every pack (`*.json`) of a folder.
 * @throws Error naming the file and the first wrong place, because a server must not start with a broken pack.
 */
export function loadPolicyPacks(folder: string): PolicyPack[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return files.map((name) => {
    const read = readPolicyPack(JSON.parse(readFileSync(join(folder, name), 'utf8')));
    if (read.ok) return read.value;
    const issue = read.error.issues[0];
    throw new Error(`policy pack ${name}: ${issue?.path ?? ''}: ${issue?.message ?? 'invalid'}`);
  });
}

const nationalCalendarSchema = z.object({ source: z.string().max(2_000), days: calendarDaysSchema });

/** The days off of the state as shipped, and the decrees they are taken from. */
export interface NationalCalendar {
  readonly source: string;
  readonly days: CalendarDays;
}

/**
 * Reads the shipped days off of the state; null where the file is not there.
 * @throws Error naming the first wrong place.
 */
export function loadNationalCalendar(file: string): NationalCalendar | null {
  if (!existsSync(file)) return null;
  const read = nationalCalendarSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  throw new Error(`national calendar: ${pathText(issue?.path ?? [])}: ${issue?.message ?? 'invalid'}`);
}

/** What comes with the product and is published into each database. */
export interface Shipped {
  readonly packs: readonly PolicyPack[];
  readonly national: NationalCalendar | null;
}
