import { z } from 'zod';
import { category, channel, level, opdCode, ticketKind } from '#shared/domain/codes.ts';
import { err, ok, type Result } from '#shared/domain/result.ts';
import { confirmationMethod, type Frm001, frm001Schema } from '#shared/forms/frm-001.ts';
import { formatLocalDateTime, parseLocalDateTime } from './local-date-time.ts';
import { inFormOrder, isEmailLike, type Problem, problemsOf } from './problem.ts';

/** What stands in the fields of FRM-001 while it is being filled in; texts are as typed. */
export const frm001ValuesSchema = z.object({
  opd: z.string(),
  method: channel,
  reportedAt: z.string(),
  clientName: z.string(),
  clientOpd: z.string(),
  clientPosition: z.string(),
  clientPhone: z.string(),
  clientEmail: z.string(),
  confirmation: confirmationMethod,
  title: z.string(),
  category: category.nullable(),
  kind: ticketKind,
  affected: z.string(),
  symptoms: z.string(),
  attachments: z.string(),
  urgency: level.nullable(),
  impact: level.nullable(),
  consent: z.boolean(),
});
export type Frm001Values = z.infer<typeof frm001ValuesSchema>;
export type Frm001Field = keyof Frm001Values;

/** Fields in the order in which they stand on the screen. */
export const frm001Fields = Object.keys(frm001ValuesSchema.shape) as Frm001Field[];

/** An empty report that reached the desk at `now`, by telephone unless said otherwise. */
export function emptyFrm001(opd: string, zone: string, now: number): Frm001Values {
  return {
    opd,
    method: 'telephone',
    reportedAt: formatLocalDateTime(now, zone),
    clientName: '',
    clientOpd: '',
    clientPosition: '',
    clientPhone: '',
    clientEmail: '',
    confirmation: 'telephone',
    title: '',
    category: null,
    kind: 'incident',
    affected: '',
    symptoms: '',
    attachments: '',
    urgency: null,
    impact: null,
    consent: false,
  };
}

const namesOnForm: Readonly<Record<string, Frm001Field>> = {
  'client.name': 'clientName',
  'client.opd': 'clientOpd',
  'client.position': 'clientPosition',
  'client.phone': 'clientPhone',
  'client.email': 'clientEmail',
};

/** The form's data with the office that will own the ticket. */
export interface CheckedFrm001 {
  readonly opd: string;
  readonly data: Frm001;
}

/** Checks the report with the schema that guards storage and server, and the consent without which it may not be kept. */
export function checkFrm001(
  values: Frm001Values,
  setting: { readonly zone: string; readonly now: number },
): Result<CheckedFrm001, readonly Problem<Frm001Field>[]> {
  const reportedAt = parseLocalDateTime(values.reportedAt, setting.zone, setting.now);
  const data = frm001Schema.safeParse({
    ...values,
    code: 'FRM-001',
    reportedAt: reportedAt.ok ? reportedAt.value : setting.now,
    client: {
      name: values.clientName,
      opd: values.clientOpd,
      position: values.clientPosition,
      phone: values.clientPhone,
      email: values.clientEmail,
    },
  });
  const problems = problemsOf(
    data.error?.issues ?? [],
    frm001Fields,
    (path) => namesOnForm[path] ?? frm001Fields.find((field) => field === path),
  );
  const opd = opdCode.safeParse(values.opd);
  if (!opd.success) problems.push({ field: 'opd', code: 'choice_missing' });
  if (!reportedAt.ok) problems.push({ field: 'reportedAt', code: reportedAt.error });
  else if (reportedAt.value > setting.now) problems.push({ field: 'reportedAt', code: 'reported_in_future' });
  if (values.clientEmail.trim() !== '' && !isEmailLike(values.clientEmail))
    problems.push({ field: 'clientEmail', code: 'email_malformed' });
  if (!values.consent) problems.push({ field: 'consent', code: 'consent_missing' });
  if (problems.length > 0 || !data.success || !opd.success) return err(inFormOrder(problems, frm001Fields));
  return ok({ opd: opd.data, data: data.data });
}
