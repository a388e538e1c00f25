import { z } from 'zod';
import { type Team, team } from '#shared/domain/codes.ts';
import { err, ok, type Result } from '#shared/domain/result.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import type { FormRecord } from '#shared/forms/form.ts';
import type { Frm006 } from '#shared/forms/frm-006.ts';
import { type MutationArgs, mutations } from '#shared/mutations/registry.ts';
import { evaluate } from '#shared/sla/evaluate.ts';
import type { CompiledPolicy } from '#shared/sla/policy.ts';
import { inFormOrder, type Problem, problemsOf } from './problem.ts';

/** First part of FRM-006, filled in by the operator. `to` and `toTeam` are empty where not chosen. */
export const handOverSchema = z.object({
  toLevel: z.string(),
  toTeam: z.string(),
  to: z.string(),
  reason: z.string(),
  tried: z.string(),
});
export type HandOverValues = z.infer<typeof handOverSchema>;
export const handOverFields = Object.keys(handOverSchema.shape) as (keyof HandOverValues)[];

export const emptyHandOver: HandOverValues = { toLevel: '2', toTeam: '', to: '', reason: '', tried: '' };

/** Second part, filled in by the technician. */
export const answerSchema = z.object({ investigation: z.string(), cause: z.string(), solution: z.string() });
export type AnswerValues = z.infer<typeof answerSchema>;
const answerFields = Object.keys(answerSchema.shape) as (keyof AnswerValues)[];

/** The return of a wrongly routed escalation. */
export const returnSchema = z.object({ returnReason: z.string() });
export type ReturnValues = z.infer<typeof returnSchema>;

/** An escalation form with its data. */
export interface EscalationForm {
  readonly record: FormRecord;
  readonly data: Frm006;
}

/** The escalations of a ticket, oldest first: the order in which their papers are numbered. */
export function escalationsOf(forms: readonly FormRecord[]): readonly EscalationForm[] {
  return forms
    .flatMap((record) => (record.data.code === 'FRM-006' ? [{ record, data: record.data }] : []))
    .sort((a, b) => a.data.escalatedAt - b.data.escalatedAt || a.record.id.localeCompare(b.record.id));
}

/**
 * Working time left of the target that ends the work (resolution, else fulfilment), in ms; negative when late, null where
 * none runs or pauses at `now` (UTC ms).
 */
export function remainingOf(policy: CompiledPolicy | undefined, ticket: Ticket, now: number): number | null {
  if (policy === undefined) return null;
  const { metrics } = evaluate(policy, ticket, now);
  for (const name of ['resolution', 'fulfilment']) {
    const status = metrics.find(({ metric }) => metric === name);
    if (status !== undefined && status.stoppedAt === null && status.state !== 'void')
      return status.remainingMs;
  }
  return null;
}

/** The present facts a hand-over is made with: which ticket, under which form id, how much time is left. */
export interface HandOverSetting {
  readonly ticketId: string;
  readonly formId: string;
  readonly remainingMs: number | null;
}

/** Checks the first part with the schema of the mutation it becomes. */
export function checkHandOver(
  values: HandOverValues,
  setting: HandOverSetting,
): Result<MutationArgs<'ticket.escalate'>, readonly Problem<keyof HandOverValues>[]> {
  const toTeam: Team | null = team.safeParse(values.toTeam).data ?? null;
  const parsed = mutations['ticket.escalate'].args.safeParse({
    id: setting.ticketId,
    formId: setting.formId,
    to: values.to === '' ? null : values.to,
    toTeam,
    toLevel: Number(values.toLevel),
    reason: values.reason,
    tried: values.tried,
    remainingMs: setting.remainingMs,
  });
  const problems = problemsOf(parsed.error?.issues ?? [], handOverFields, (path) =>
    handOverFields.find((field) => field === path),
  );
  if (values.to === '' && toTeam === null) problems.push({ field: 'to', code: 'recipient_missing' });
  if (problems.length > 0 || !parsed.success) return err(inFormOrder(problems, handOverFields));
  return ok(parsed.data);
}

interface EscalationId {
  readonly id: string;
  readonly formId: string;
}

/** Checks the technician's answer with the schema of its mutation. */
export function checkAnswer(
  values: AnswerValues,
  at: EscalationId,
): Result<MutationArgs<'escalation.answer'>, readonly Problem<keyof AnswerValues>[]> {
  const parsed = mutations['escalation.answer'].args.safeParse({ ...at, ...values });
  if (parsed.success) return ok(parsed.data);
  return err(
    problemsOf(parsed.error.issues, answerFields, (path) => answerFields.find((field) => field === path)),
  );
}

/** Checks the reason of a return with the schema of its mutation. */
export function checkReturn(
  values: ReturnValues,
  at: EscalationId,
): Result<MutationArgs<'escalation.return'>, readonly Problem<keyof ReturnValues>[]> {
  const parsed = mutations['escalation.return'].args.safeParse({ ...at, reason: values.returnReason });
  if (parsed.success) return ok(parsed.data);
  return err(problemsOf(parsed.error.issues, ['returnReason'] as const, () => 'returnReason'));
}
