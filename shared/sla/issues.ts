import { z } from 'zod';
import { isStorableText } from '../domain/codes.ts';

/** What is wrong with a pack or a calendar: a path, a sentence in English, and a code by which screens say it otherwise. */

/** Never renamed: screens and scripts go by them. */
export const packIssueCodes = [
  'missing',
  'wrong_type',
  'not_allowed',
  'too_small',
  'too_big',
  'text_missing',
  'text_too_long',
  'text_not_storable',
  'list_empty',
  'list_too_long',
  'unknown_key',
  'name_malformed',
  'zone_unknown',
  'date_malformed',
  'time_malformed',
  'month_day_malformed',
  'block_ends_before_start',
  'blocks_overlap',
  'period_ends_before_start',
  'periods_overlap',
  'half_day_twice',
  'no_working_day',
  'closed_for_good',
  'duration_malformed',
  'duration_out_of_range',
  'calendar_unknown',
  'metric_twice',
  'metric_unknown',
  'step_twice',
  'step_unknown',
  'stops_where_it_starts',
  'level_twice',
  'key_parts',
  'value_impossible',
  'priority_without_label',
  'share_not_whole',
  'warns_above_capacity',
] as const;
export type PackIssueCode = (typeof packIssueCodes)[number];

/** What a sentence about an issue needs besides its place, such as `{ calendar: 'night' }`. */
export type IssueValues = Readonly<Record<string, string | number>>;

export type PackIssue = {
  /** Where, as people write it: `targets[0].calendar.default`; empty for the whole. */
  readonly path: string;
  /** English, without a full stop. */
  readonly message: string;
  readonly code: PackIssueCode;
  readonly values?: IssueValues;
};

export type Flaw = { message: string; params: { flaw: PackIssueCode; values: IssueValues } };

/** Message and code of a rule of our own, for `refine` and `addIssue`. */
export function flaw(code: PackIssueCode, message: string, values: IssueValues = {}): Flaw {
  return { message, params: { flaw: code, values } };
}

/** Text that every database can keep. */
export function storedText(max: number) {
  return z
    .string()
    .max(max)
    .refine(isStorableText, flaw('text_not_storable', 'holds characters that cannot be stored'));
}

/** Text that says something; surrounding white space is dropped. */
export function saidText(max: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine(isStorableText, flaw('text_not_storable', 'holds characters that cannot be stored'));
}

/** Path of a value as people write it: `targets[0].calendar.default`. */
export function pathText(path: readonly PropertyKey[]): string {
  let result = '';
  for (const part of path) {
    if (typeof part === 'number') result += `[${part}]`;
    else result += result === '' ? String(part) : `.${String(part)}`;
  }
  return result;
}

/** The issues of a refused pack, calendar or part of one, in the order in which they were found. */
export function issuesOf(error: z.ZodError): PackIssue[] {
  return error.issues.flatMap((issue) => flatten(issue, []));
}

type Issue = z.core.$ZodIssue;

function flatten(issue: Issue, above: readonly PropertyKey[]): PackIssue[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const meant = issue.errors.reduce((best, next) => (distance(next) < distance(best) ? next : best));
    return meant.flatMap((entry) => flatten(entry, path));
  }
  if (issue.code === 'invalid_key') return issue.issues.flatMap((entry) => flatten(entry, path));
  const { code, message, values } = wordingOf(issue);
  const found = { path: pathText(path), message, code };
  return [values && Object.keys(values).length > 0 ? { ...found, values } : found];
}

/** How far a value is from an alternative: another kind of value is furthest, then missing and unknown fields. */
function distance(issues: readonly Issue[]): number {
  let sum = 0;
  for (const issue of issues) {
    if (issue.code === 'invalid_union') sum += Math.min(...issue.errors.map(distance));
    else if (issue.code === 'invalid_type') sum += issue.path.length === 0 ? 100 : 1;
    else if (issue.code === 'unrecognized_keys') sum += 1;
  }
  return sum;
}

type Wording = { readonly code: PackIssueCode; readonly message: string; readonly values?: IssueValues };

function wordingOf(issue: Issue): Wording {
  const { message } = issue;
  switch (issue.code) {
    case 'custom':
      return { message, ...ownCodeOf(issue.params) };
    case 'invalid_type':
      return message.endsWith('received undefined')
        ? { code: 'missing', message: 'missing' }
        : { code: 'wrong_type', message, values: { expected: issue.expected } };
    case 'too_small':
      return { code: sizeCode(issue.origin, 'small'), message, values: { min: Number(issue.minimum) } };
    case 'too_big':
      return { code: sizeCode(issue.origin, 'big'), message, values: { max: Number(issue.maximum) } };
    case 'unrecognized_keys':
      return { code: 'unknown_key', message, values: { keys: issue.keys.join(', ') } };
    case 'invalid_value':
      return { code: 'not_allowed', message, values: { allowed: issue.values.map(String).join(', ') } };
    default:
      return { code: 'not_allowed', message };
  }
}

function sizeCode(origin: string, size: 'small' | 'big'): PackIssueCode {
  if (origin === 'string') return size === 'small' ? 'text_missing' : 'text_too_long';
  if (origin === 'array') return size === 'small' ? 'list_empty' : 'list_too_long';
  return size === 'small' ? 'too_small' : 'too_big';
}

const ownParams = z.object({
  flaw: z.enum(packIssueCodes),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});

function ownCodeOf(params: unknown): Pick<Wording, 'code' | 'values'> {
  const read = ownParams.safeParse(params);
  return read.success ? { code: read.data.flaw, values: read.data.values } : { code: 'not_allowed' };
}
