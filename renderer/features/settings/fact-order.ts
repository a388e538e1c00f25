import { ticketState } from '#shared/domain/codes.ts';
import { factChoices } from '../../ui/facts/asked-facts.ts';

/** A database may hand the keys of a pack back in any order: people read them from the most urgent to the least. */

const vocabularies: readonly (readonly string[])[] = [
  ...Object.values(factChoices),
  ticketState.options,
  ['false', 'true'],
];

function rankOf(value: string): number {
  if (/^\d+$/.test(value)) return Number(value);
  for (const values of vocabularies) if (values.includes(value)) return values.indexOf(value);
  return Number.MAX_SAFE_INTEGER;
}

/** Compares keys of a table (`major/public`), part by part in the order of the forms. */
export function compareKeys(a: string, b: string): number {
  const ours = a.split('/');
  const theirs = b.split('/');
  for (const [at, part] of ours.entries()) {
    const other = theirs[at] ?? '';
    const difference = rankOf(part) - rankOf(other) || part.localeCompare(other);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The entries of a table in the order in which they are read. */
export function inKeyOrder<T>(table: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(table).sort(([a], [b]) => compareKeys(a, b));
}

/** Calendars with hours first: what is always open needs no reading. */
export function inCalendarOrder<T extends { readonly always: boolean }>(
  calendars: Readonly<Record<string, T>>,
): [string, T][] {
  return Object.entries(calendars).sort(
    ([a, one], [b, other]) => Number(one.always) - Number(other.always) || a.localeCompare(b),
  );
}
