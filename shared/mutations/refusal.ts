import { z } from 'zod';

/** Reasons for which a mutation is refused. Stored and sent: a code is never renamed. */
export const refusalCode = z.enum([
  'unknown_mutation',
  'invalid_arguments',
  'ticket_not_found',
  'ticket_exists',
  'forbidden',
  'out_of_scope',
  'opd_unknown',
  'policy_unknown',
  'number_invalid',
  'number_taken',
  'reported_in_future',
  'illegal_move',
  'ticket_finished',
  'reason_missing',
  'assignee_unknown',
  'assignee_out_of_scope',
  'escalation_open',
  'escalation_not_open',
  'not_recipient',
  'form_not_found',
  'form_exists',
  'consent_missing',
  'incomplete',
  'metric_unknown',
  'not_breached',
  'excuse_not_pending',
  'step_unknown',
  'not_due',
  'version_unchanged',
  'file_exists',
  'file_not_found',
  /** The server met an unexpected fault with this mutation alone; its content stays on the device. */
  'failed',
]);
export type RefusalCode = z.infer<typeof refusalCode>;

export const refusalSchema = z.object({
  code: refusalCode,
  field: z.string().optional(),
  details: z.record(z.string(), z.string()).optional(),
});
