import { z } from 'zod';
import {
  category,
  channel,
  instant,
  level,
  neededText,
  opdCode,
  rowId,
  ticketKind,
  typedText,
} from '../domain/codes.ts';
import { isInScope } from '../domain/reference.ts';
import { err, ok } from '../domain/result.ts';
import { knownFacts } from '../domain/service-facts.ts';
import { clientSchema, serviceFactsSchema, type Ticket } from '../domain/ticket.ts';
import { parseTicketNumber } from '../domain/ticket-number.ts';
import { frm001Schema } from '../forms/frm-001.ts';
import { frm002Schema } from '../forms/frm-002.ts';
import { priorityOf } from '../sla/policy.ts';
import { checkAssignee, deskRoles } from './access.ts';
import { defineMutation } from './definition.ts';
import { record } from './journaling.ts';
import { withMilestonesOf } from './milestones.ts';

/** Lines of the journal have the ticket's id in theirs: with a longer one no device could read them. */
const longestTicketId = 80;

const registerArgs = z.object({
  /** Without a slash: what stands behind one names a row of the ticket. */
  id: rowId.refine((id) => !id.includes('/') && id.length <= longestTicketId, { error: 'ticket_id_invalid' }),
  number: z.string().max(60),
  kind: ticketKind,
  opd: opdCode,
  channel,
  title: neededText(300),
  description: neededText(20_000),
  client: clientSchema,
  guestEmail: typedText(200).default(''),
  category,
  serviceItem: typedText(200).default(''),
  urgency: level.nullable(),
  impact: level.nullable(),
  ...serviceFactsSchema.partial().shape,
  alwaysAvailable: z.boolean().default(false),
  assignee: rowId.nullable().default(null),
  configurationItem: typedText(300).default(''),
  technicalManager: typedText(200).default(''),
  handling: typedText(20_000).default(''),
  cause: typedText(20_000).default(''),
  /** When the client reported; not after the registration itself. */
  reportedAt: instant,
  /** Internal note written on the form at once ("Catatan Tiket"). */
  note: typedText(20_000).default(''),
  /** The filled-in forms: FRM-001, FRM-002 or both. Ids start with the ticket's id and a slash. */
  forms: z
    .array(z.object({ id: rowId, data: z.discriminatedUnion('code', [frm001Schema, frm002Schema]) }))
    .max(2)
    .refine((forms) => new Set(forms.map(({ id }) => id)).size === forms.length, { error: 'form_twice' }),
});
export type RegisterArgs = z.input<typeof registerArgs>;

/** Records a report as a new ticket (SOP-Dinkominfo-001 steps 1–7, FRM-001 and FRM-002). */
export const register = defineMutation({
  args: registerArgs,
  roles: [...deskRoles, 'technician'],
  needs: (args) => ({
    ticketId: args.id,
    opd: args.opd,
    number: args.number,
    users: args.assignee === null ? [] : [args.assignee],
  }),
  apply(tx, args, context) {
    if (tx.ticket(args.id) !== undefined) return err({ code: 'ticket_exists', field: 'id' });
    if (!isInScope(context.actor, args.opd)) return err({ code: 'out_of_scope', field: 'opd' });
    const opd = tx.opd(args.opd);
    if (opd === undefined) return err({ code: 'opd_unknown', field: 'opd' });
    const reportedAt = Math.min(args.reportedAt, context.occurredAt);
    const policy = tx.policy(opd.policy, { inForceAt: reportedAt });
    if (policy === undefined)
      return err({ code: 'policy_unknown', field: 'opd', details: { policy: opd.policy } });
    const number = parseTicketNumber(args.number);
    const fits =
      number.ok &&
      number.value.kind === args.kind &&
      number.value.opd === args.opd &&
      (number.value.device === context.deviceCode || context.otherDevices?.has(number.value.device) === true);
    if (!fits) return err({ code: 'number_invalid', field: 'number' });
    if (tx.isNumberTaken(args.number)) return err({ code: 'number_taken', field: 'number' });
    // The device refuses a report from its own future. The server sees instants of a clock that may be wrong, already
    // bounded by receipt: work is not refused for that, the report counts as made when it was registered.
    if (args.reportedAt > context.occurredAt && context.receivedAt === null)
      return err({ code: 'reported_in_future', field: 'reportedAt' });
    if (args.assignee !== null) {
      const refusal = checkAssignee(tx, args.assignee, args.opd);
      if (refusal !== null) return err(refusal);
    }
    for (const form of args.forms) {
      if (!form.id.startsWith(`${args.id}/`)) return err({ code: 'invalid_arguments', field: 'forms' });
      if (form.data.code === 'FRM-001' && !form.data.consent)
        return err({ code: 'consent_missing', field: 'consent' });
    }
    const ticket: Ticket = {
      id: args.id,
      number: args.number,
      kind: args.kind,
      opd: args.opd,
      title: args.title,
      description: args.description,
      category: args.category,
      firstCategory: args.category,
      serviceItem: args.serviceItem,
      channel: args.channel,
      client: args.client,
      guestEmail: args.guestEmail,
      state: 'new',
      urgency: args.urgency,
      impact: args.impact,
      priority: priorityOf(policy, args),
      ...knownFacts(args),
      alwaysAvailable: args.alwaysAvailable,
      policy: { name: policy.pack.name, version: policy.pack.version },
      assignee: args.assignee,
      team: null,
      supportLevel: args.assignee !== null && tx.user(args.assignee)?.role === 'technician' ? 2 : 1,
      openEscalation: null,
      reportedAt,
      registeredAt: context.occurredAt,
      registeredBy: context.actor.id,
      timeline: [],
      cause: args.cause,
      solution: '',
      solvedLevel: null,
      configurationItem: args.configurationItem,
      technicalManager: args.technicalManager,
      handling: args.handling,
      confirmedAt: null,
      resolvedAt: null,
      closedAt: null,
      reopenCount: 0,
      escalationCount: 0,
      returnCount: 0,
      reason: '',
      sop: {},
      edits: {},
      externalRef: null,
      updatedAt: context.occurredAt,
    };
    const recorded = withMilestonesOf(tx, ticket, 'register', context.occurredAt);
    tx.putTicket(
      args.assignee === null ? recorded : withMilestonesOf(tx, recorded, 'assign', context.occurredAt),
    );
    for (const form of args.forms) {
      tx.putForm({
        id: form.id,
        ticketId: args.id,
        opd: args.opd,
        code: form.data.code,
        number: `${form.data.code}/${args.number}`,
        revision: 0,
        data: form.data,
        createdAt: context.occurredAt,
        createdBy: context.actor.id,
        updatedAt: context.occurredAt,
      });
    }
    record(tx, ticket, 'registered', context, { formId: args.forms[0]?.id ?? null });
    if (args.note.trim() !== '') record(tx, ticket, 'noted', context, { text: args.note }, 1);
    return ok(undefined);
  },
});
