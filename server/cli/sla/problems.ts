import type { z } from 'zod';
import { issuesOf } from '#shared/sla/issues.ts';
import type { LineResult } from './lines.ts';

/** Turns the issues of a schema into what is wrong with a line, field by field. */
export function refuseIssues(error: z.ZodError): LineResult {
  return { ok: false, problems: issuesOf(error).map(({ path, message }) => ({ field: path, message })) };
}
