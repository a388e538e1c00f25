import { z } from 'zod';
import { category, instant, neededText, rowId, team, typedText } from '../domain/codes.ts';

const answeredPart = z.object({
  investigation: typedText(20_000).default(''),
  cause: typedText(20_000).default(''),
  solution: neededText(20_000),
  finishedAt: instant,
});

const returnedPart = z.object({ reason: neededText(2_000), to: rowId, at: instant });

/**
 * FRM-006 Eskalasi (SOP-Dinkominfo-001 steps 11–14). First part by the operator, second by the technician: either the
 * answer, or the return of a wrongly routed escalation (counted by KPI 8). `remainingMs` is the working time left of
 * the resolution target when it was handed over, null where no target runs.
 */
export const frm006Schema = z.object({
  code: z.literal('FRM-006'),
  fromLevel: z.int().min(0).max(3),
  from: rowId,
  toLevel: z.int().min(0).max(3),
  toTeam: team.nullable(),
  to: rowId.nullable(),
  reason: neededText(2_000),
  tried: typedText(20_000).default(''),
  category,
  priority: z.int().nullable(),
  remainingMs: z.int().nullable(),
  escalatedAt: instant,
  acceptedAt: instant.nullable().default(null),
  acceptedBy: rowId.nullable().default(null),
  answered: answeredPart.nullable().default(null),
  returned: returnedPart.nullable().default(null),
});
export type Frm006 = z.infer<typeof frm006Schema>;
