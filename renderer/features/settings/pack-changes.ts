import { pathText } from '#shared/sla/pack.ts';

/** A value of a pack that another version has differently; undefined where it has none there. */
export interface PackChange {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

type Tree = Readonly<Record<string, unknown>> | readonly unknown[];

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

/** Lists of plain values (roles, warnings, blocks of hours) are read as one value. */
const isWhole = (value: unknown): boolean =>
  Array.isArray(value) && value.every((part) => !isTree(part) || (Array.isArray(part) && isWhole(part)));

function compare(before: unknown, after: unknown, path: readonly PropertyKey[], found: PackChange[]): void {
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  if (!isTree(before) || !isTree(after) || isWhole(before) || isWhole(after)) {
    found.push({ path: pathText(path), before, after });
    return;
  }
  const isList = Array.isArray(before) && Array.isArray(after);
  const old = before as Readonly<Record<string, unknown>>;
  const coming = after as Readonly<Record<string, unknown>>;
  for (const key of new Set([...Object.keys(old), ...Object.keys(coming)]))
    compare(old[key], coming[key], [...path, isList ? Number(key) : key], found);
}

/** What differs between two packs, each value by its place; the version number itself is left out. */
export function packChanges(before: object, after: object): readonly PackChange[] {
  const found: PackChange[] = [];
  compare(before, after, [], found);
  return found.filter(({ path }) => path !== 'version');
}
