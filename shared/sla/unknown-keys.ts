import { type PackIssue, pathText } from './issues.ts';

/** A single duration is kept as a table of one: its schemas know every part of it by themselves. */
const writtenOtherwise = 'durations';

/**
 * Parts of a file that no schema knows. Rows on their way between versions may have them; in a file that a person wrote a
 * misspelt `except` or `appliesTo` would silently change deadlines.
 * @param given what was read; `kept` what a schema made of it.
 */
export function unknownKeys(
  given: unknown,
  kept: unknown,
  path: readonly (string | number)[] = [],
): PackIssue[] {
  if (Array.isArray(given) && Array.isArray(kept))
    return given.flatMap((part, at) => unknownKeys(part, kept[at], [...path, at]));
  if (!isRecord(given) || !isRecord(kept)) return [];
  const issues: PackIssue[] = [];
  for (const [key, part] of Object.entries(given)) {
    if (part === undefined || key === writtenOtherwise) continue;
    if (Object.hasOwn(kept, key)) issues.push(...unknownKeys(part, kept[key], [...path, key]));
    else
      issues.push({
        path: pathText(path),
        message: `Unrecognized key: "${key}"`,
        code: 'unknown_key',
        values: { keys: key },
      });
  }
  return issues;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
