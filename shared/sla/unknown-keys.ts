import { unknownFields } from '../domain/unknown-fields.ts';
import { type PackIssue, pathText } from './issues.ts';

/** A single duration is kept as a table of one: its schemas know every part of it by themselves. */
const writtenOtherwise = 'durations';

/**
 * Parts of a file that no schema knows. Rows on their way between versions may have them; in a file that a person wrote a
 * misspelt `except` or `appliesTo` would silently change deadlines.
 * @param given what was read; `kept` what a schema made of it.
 */
export function unknownKeys(given: unknown, kept: unknown): PackIssue[] {
  return [...unknownFields(given, kept)]
    .filter((path) => !path.includes(writtenOtherwise))
    .map((path) => ({
      path: pathText(path.slice(0, -1)),
      message: `Unrecognized key: "${path.at(-1)}"`,
      code: 'unknown_key',
      values: { keys: String(path.at(-1)) },
    }));
}
