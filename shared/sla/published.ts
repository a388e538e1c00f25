import { z } from 'zod';
import { instant, opdCode, rowId, typedText } from '../domain/codes.ts';
import { calendarDaysSchema } from './hours.ts';
import { policyPackSchema } from './pack.ts';

/** Packs and days off as the server publishes them: rows of the reference space, never changed, only followed by others. */

const publication = {
  /** UTC ms. */
  publishedAt: instant,
  publishedBy: rowId,
  publishedByName: z.string().max(200),
  note: typedText(2_000).default(''),
};

/** One version of a pack; `id` is `<name>.<version>`. */
export const policyRowSchema = z.object({
  id: rowId,
  pack: policyPackSchema,
  /** Reports made from this instant on are opened under this version. UTC ms. */
  effectiveFrom: instant,
  ...publication,
});
export type PolicyRow = z.infer<typeof policyRowSchema>;

/**
 * One revision of the days off of the state (`opd: null`) or of one office; `id` is `national.<revision>` or
 * `<code>.<revision>`. Each revision holds all days, not only what is new.
 */
export const calendarRowSchema = z.object({
  id: rowId,
  opd: opdCode.nullable(),
  revision: z.int().min(1),
  days: calendarDaysSchema,
  /** Targets that had stopped before this instant keep the revision before. UTC ms; 0 for what held from the start. */
  appliesFrom: instant,
  ...publication,
});
export type CalendarRow = z.infer<typeof calendarRowSchema>;
