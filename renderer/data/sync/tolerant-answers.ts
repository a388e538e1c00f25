import { z } from 'zod';
import { instant } from '#shared/domain/codes.ts';
import { refusalCode, refusalSchema } from '#shared/mutations/refusal.ts';
import {
  changeSchema,
  errorCode,
  errorResponseSchema,
  outcomeSchema,
  pullResponseSchema,
  pushResponseSchema,
} from '#shared/sync/protocol.ts';

// A newer server may refuse for reasons that this version has no words for; they must not make its whole answer unreadable.
const tolerantOutcomes = z.array(
  outcomeSchema.extend({
    refusal: refusalSchema.extend({ code: z.string().pipe(refusalCode.catch('failed')) }).optional(),
  }),
);
export const tolerantPushSchema = pushResponseSchema.extend({ outcomes: tolerantOutcomes });

// A newer server may send kinds of rows that this version does not know; they are parked, not an error.
export const tolerantChangeSchema = changeSchema.extend({ kind: z.string().max(60) });
export const tolerantPullSchema = pullResponseSchema.extend({
  changes: z.array(tolerantChangeSchema),
  unchanged: z.array(tolerantChangeSchema).optional(),
  outcomes: tolerantOutcomes,
});

/** An answer that only says that it was done. */
export const acknowledgedSchema = z.object({ serverTime: instant });

// A code this version does not know is still the server's own answer.
export const tolerantErrorSchema = errorResponseSchema.extend({
  error: errorResponseSchema.shape.error.extend({
    code: z.string().pipe(errorCode.or(z.literal('unknown')).catch('unknown')),
  }),
});
