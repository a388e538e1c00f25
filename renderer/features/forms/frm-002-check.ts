import { z } from 'zod';
import type { Category } from '#shared/domain/codes.ts';
import { neededText, opdCode } from '#shared/domain/codes.ts';
import { err, ok, type Result } from '#shared/domain/result.ts';
import { type Client, clientSchema } from '#shared/domain/ticket.ts';
import { type Frm002, frm002Schema } from '#shared/forms/frm-002.ts';
import { type CompiledPolicy, priorityOf } from '#shared/sla/policy.ts';
import {
  type AskedFacts,
  askedNames,
  factsOf,
  keepAsked,
  missingFact,
  noFacts,
  prioritiseArgs,
  serviceFactsOf,
} from '../../ui/facts/asked-facts.ts';
import { type Frm002Field, type Frm002Values, frm002Fields } from './frm-002-values.ts';
import { parseLocalDateTime } from './local-date-time.ts';
import { inFormOrder, isEmailLike, type Problem, problemsOf } from './problem.ts';

/** A filled-in FRM-002 that has passed the schemas: the form's data and the facts only the ticket keeps. */
export interface CheckedFrm002 {
  readonly data: Frm002;
  readonly client: Client;
  readonly opd: string;
  readonly category: Category;
  /** What priority and deadlines hang on: what the office's pack asks for, as chosen. */
  readonly facts: AskedFacts;
  readonly reportedAt: number;
  /** The solution, where the form says "Selesai"; else empty. */
  readonly solution: string;
}

/** What the check needs to know beside the form: the policy of its office, the zone and the present instant (UTC ms). */
export interface CheckSetting {
  readonly policy: CompiledPolicy | undefined;
  readonly zone: string;
  readonly now: number;
  /** The solution is asked for only when this form is what ends the work. */
  readonly needsSolution: boolean;
  /** The facts of a ticket that exists: what the form leaves as it was is no reason to refuse. Null for a new one. */
  readonly before: AskedFacts | null;
}

const dataNames: Readonly<Record<string, Frm002Field>> = {
  'client.name': 'clientName',
  'client.opd': 'clientOpd',
  'client.position': 'clientPosition',
  'client.phone': 'clientPhone',
  'client.email': 'clientEmail',
};

function nameOnForm(path: string): Frm002Field | undefined {
  return dataNames[path] ?? frm002Fields.find((field) => field === path);
}

/**
 * Checks the form with the schemas that guard storage and server, and adds what only the screen can know: the typed
 * instant, half a judgement, a solution for "Selesai".
 */
export function checkFrm002(
  values: Frm002Values,
  setting: CheckSetting,
): Result<CheckedFrm002, readonly Problem<Frm002Field>[]> {
  const { policy, before } = setting;
  const asked = askedNames(policy, values.kind);
  const facts = keepAsked(asked, factsOf(values), before ?? noFacts);
  const priority = policy === undefined ? null : priorityOf(policy, { ...facts, kind: values.kind });
  const serviceFacts = serviceFactsOf(asked, facts);
  const data = frm002Schema.safeParse({
    ...values,
    code: 'FRM-002',
    assignee: values.assignee === '' ? null : values.assignee,
    urgency: facts.urgency,
    impact: facts.impact,
    priority,
    ...(serviceFacts === undefined ? {} : { facts: serviceFacts }),
  });
  const rest = z.object({ opd: opdCode, client: clientSchema }).safeParse({
    opd: values.opd,
    client: {
      name: values.clientName,
      opd: values.clientOpd,
      position: values.clientPosition,
      phone: values.clientPhone,
      email: values.clientEmail,
    },
  });
  const issues = [...(data.error?.issues ?? []), ...(rest.error?.issues ?? [])];
  const problems = problemsOf(issues, frm002Fields, nameOnForm);
  const reportedAt = parseLocalDateTime(values.reportedAt, setting.zone, setting.now);
  if (!reportedAt.ok) problems.push({ field: 'reportedAt', code: reportedAt.error });
  else if (reportedAt.value > setting.now) problems.push({ field: 'reportedAt', code: 'reported_in_future' });
  for (const field of ['guestEmail', 'clientEmail'] as const) {
    if (values[field].trim() !== '' && !isEmailLike(values[field]))
      problems.push({ field, code: 'email_malformed' });
  }
  const isJudged = before === null || prioritiseArgs('', before, facts) !== null;
  const missing = isJudged ? missingFact(asked, facts) : null;
  if (missing !== null) problems.push({ field: missing, code: 'facts_half' });
  if (setting.needsSolution && !neededText(20_000).safeParse(values.solution).success)
    problems.push({ field: 'solution', code: 'text_missing' });
  if (problems.length > 0 || !data.success || !rest.success || !reportedAt.ok)
    return err(inFormOrder(problems, frm002Fields));
  return ok({
    data: data.data,
    client: rest.data.client,
    opd: rest.data.opd,
    category: data.data.category,
    facts,
    reportedAt: reportedAt.value,
    solution: values.status === 'closed' ? values.solution : '',
  });
}
