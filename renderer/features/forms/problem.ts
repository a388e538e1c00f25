import type { z } from 'zod';

/** What is wrong with a field, as a code the catalogue has a sentence for. */
export const problemCodes = [
  'text_missing',
  'text_not_storable',
  'too_long',
  'choice_missing',
  'date_time_malformed',
  'date_time_impossible',
  'reported_in_future',
  'consent_missing',
  'email_malformed',
  'facts_half',
  'recipient_missing',
  'not_accepted',
] as const;
export type ProblemCode = (typeof problemCodes)[number];

/** One mistake in a form: the field to mend, what is wrong, and the limit where there is one. */
export interface Problem<F extends string = string> {
  readonly field: F;
  readonly code: ProblemCode;
  readonly max?: number;
}

function codeOf(issue: z.core.$ZodIssue): ProblemCode {
  if (issue.code === 'too_big') return 'too_long';
  if (issue.code === 'custom' && (problemCodes as readonly string[]).includes(issue.message))
    return issue.message as ProblemCode;
  // A closed list or a needed value that was not chosen arrives as null or as an empty text.
  if (issue.code === 'invalid_value' || issue.code === 'invalid_type' || issue.code === 'invalid_format')
    return 'choice_missing';
  return 'not_accepted';
}

/**
 * The issues of a schema as problems of the form's own fields, one a field, in the order of `order`. `rename` says which
 * field of the form stands for a path of the schema; an issue of no field is given to the first one, never dropped.
 */
export function problemsOf<F extends string>(
  issues: readonly z.core.$ZodIssue[],
  order: readonly F[],
  rename: (path: string) => F | undefined,
): Problem<F>[] {
  const first = order[0];
  if (first === undefined) return [];
  const found = new Map<F, Problem<F>>();
  for (const issue of issues) {
    const field = rename(issue.path.join('.')) ?? first;
    if (found.has(field)) continue;
    const code = codeOf(issue);
    const max = issue.code === 'too_big' ? Number(issue.maximum) : undefined;
    found.set(field, max === undefined ? { field, code } : { field, code, max });
  }
  return order.flatMap((field) => found.get(field) ?? []);
}

/** Problems of several checks together, one a field, in the order in which the fields stand on the form. */
export function inFormOrder<F extends string>(
  problems: readonly Problem<F>[],
  order: readonly F[],
): Problem<F>[] {
  return order.flatMap((field) => problems.find((problem) => problem.field === field) ?? []);
}

/** True for what looks like an e-mail address; whether it exists only a letter to it can tell. */
export function isEmailLike(text: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim());
}
