import type { z } from 'zod';
import { pathText } from '#shared/sla/pack.ts';
import type { LineResult } from './lines.ts';

type Issue = z.core.$ZodIssue;

/** Turns the issues of a schema into what is wrong with a line, field by field. */
export function refuseIssues(error: z.ZodError): LineResult {
  return {
    ok: false,
    problems: error.issues.flatMap((issue) => describe(issue, [])),
  };
}

function describe(issue: Issue, above: readonly PropertyKey[]): { field: string; message: string }[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // The alternative that got furthest is the one that was meant.
    const depth = (issues: readonly Issue[]): number => Math.max(...issues.map((entry) => entry.path.length));
    const meant = issue.errors.reduce((best, next) => (depth(next) > depth(best) ? next : best));
    return meant.flatMap((entry) => describe(entry, path));
  }
  return [{ field: pathText(path), message: wording(issue) }];
}

function wording(issue: Issue): string {
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) return 'missing';
  return issue.message;
}
