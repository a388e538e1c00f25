import { z } from 'zod';
import { instant, opdCode, rowId, typedText } from '../domain/codes.ts';
import { opdSchema } from '../domain/reference.ts';
import { calendarDaysSchema } from '../sla/hours.ts';
import { policyPackSchema } from '../sla/pack.ts';
import { calendarRowSchema, policyRowSchema } from '../sla/published.ts';

/**
 * What administrators do with a server at hand: publishing needs one number for all, so it is not put in the outbox.
 * Packs and calendars name what their author saw; where that is no longer the newest the server answers `version_changed` with
 * the present number in `expected`, and nothing is written.
 */

/** POST /api/v1/admin/policies: `pack.version` is the newest the author saw plus one. */
export const publishPolicySchema = z.object({
  protocol: z.int(),
  pack: policyPackSchema,
  /** UTC ms; null: from the moment of publication. */
  effectiveFrom: instant.nullable(),
  note: typedText(2_000),
});
export type PublishPolicy = Omit<z.input<typeof publishPolicySchema>, 'protocol'>;
export const publishedPolicySchema = z.object({ row: policyRowSchema, serverTime: instant });

/** POST /api/v1/admin/calendars: `revision` is the newest the author saw plus one (1 where there was none). */
export const publishCalendarSchema = z.object({
  protocol: z.int(),
  /** null: the days off of the state. */
  opd: opdCode.nullable(),
  revision: z.int().min(1),
  days: calendarDaysSchema,
  note: typedText(2_000),
});
export type PublishCalendar = Omit<z.input<typeof publishCalendarSchema>, 'protocol'>;
export const publishedCalendarSchema = z.object({ row: calendarRowSchema, serverTime: instant });

/** POST /api/v1/admin/offices: the pack of an office and the persons on its escalation levels. */
export const setOfficeSchema = z.object({
  protocol: z.int(),
  opd: opdCode,
  policy: z.string().max(60),
  levels: z.record(z.string().regex(/^[1-9]$/), z.array(rowId).max(50)),
});
export type SetOffice = Omit<z.input<typeof setOfficeSchema>, 'protocol'>;
export const officeSetSchema = z.object({ row: opdSchema, serverTime: instant });
