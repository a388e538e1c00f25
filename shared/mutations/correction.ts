import { z } from 'zod';
import { category, level, rowId, ticketKind, typedText } from '../domain/codes.ts';
import type { JournalChange } from '../domain/journal.ts';
import { err, ok } from '../domain/result.ts';
import { type EditableField, editableFields, type Ticket } from '../domain/ticket.ts';
import { priorityOf } from '../sla/policy.ts';
import { deskRoles, openUnfinished, staffRoles } from './access.ts';
import { defineMutation } from './definition.ts';
import { record } from './journaling.ts';
import type { MutationContext, MutationTransaction } from './transaction.ts';

type Value = JournalChange['to'];

const clientFields = {
  clientName: 'name',
  clientOpd: 'opd',
  clientPosition: 'position',
  clientPhone: 'phone',
  clientEmail: 'email',
} as const;

/** The present value of an editable field, as `ticket.edit` compares and journals it. */
export function readField(ticket: Ticket, field: EditableField): string {
  if (field in clientFields) return ticket.client[clientFields[field as keyof typeof clientFields]];
  return ticket[field as Exclude<EditableField, keyof typeof clientFields>];
}

function writeField(ticket: Ticket, field: EditableField, value: string): Ticket {
  if (field in clientFields) {
    const key = clientFields[field as keyof typeof clientFields];
    return { ...ticket, client: { ...ticket.client, [key]: value } };
  }
  return { ...ticket, [field]: value };
}

/**
 * Journals a change of fields. Where another person had changed a field since the editor saw it (`from` is no longer the
 * value), the later arrival wins, and the lost value is journalled for its author: nothing typed disappears silently.
 */
function journalChanges(
  tx: MutationTransaction,
  before: Ticket,
  after: Ticket,
  type: 'edited' | 'classified' | 'prioritised',
  changes: readonly {
    readonly field: string;
    readonly from: Value;
    readonly present: Value;
    readonly to: Value;
  }[],
  context: MutationContext,
): void {
  const edits = { ...before.edits };
  let place = 1;
  for (const change of changes) {
    const author = before.edits[change.field];
    const isLost = change.present !== change.from && change.present !== change.to;
    if (isLost && author !== undefined && author.by !== context.actor.id) {
      const lost = { field: change.field, from: change.present, to: change.to };
      record(tx, before, 'overwritten', context, { changes: [lost], forUser: author.by }, place);
      place += 1;
    }
    edits[change.field] = {
      by: context.actor.id,
      device: context.deviceCode,
      mutationId: context.mutationId,
    };
  }
  tx.putTicket({ ...after, edits, updatedAt: context.occurredAt });
  const lines = changes.map(({ field, present, to }) => ({ field, from: present, to }));
  record(tx, before, type, context, { changes: lines });
}

const editArgs = z.object({
  id: rowId,
  changes: z
    .array(
      z.object({
        field: z.enum(Object.keys(editableFields) as [EditableField, ...EditableField[]]),
        from: typedText(20_000),
        to: typedText(20_000),
      }),
    )
    .min(1)
    .max(20)
    .superRefine((changes, check) => {
      changes.forEach(({ field, to }, at) => {
        if (!editableFields[field].safeParse(to).success) {
          check.addIssue({ code: 'custom', path: [at, field], message: 'value_not_allowed' });
        }
      });
    }),
});

/** Corrects fields of the ticket; each field merges by itself (design: two people changing different fields merge). */
export const edit = defineMutation({
  args: editArgs,
  roles: staffRoles,
  needs: ({ id }) => ({ ticketId: id }),
  apply(tx, { id, changes }, context) {
    const found = openUnfinished(tx, id, context);
    if (!found.ok) return found;
    let after = found.value;
    const journalled = changes.map(({ field, from, to }) => {
      const present = readField(after, field);
      after = writeField(after, field, to);
      return { field, from, present, to };
    });
    journalChanges(tx, found.value, after, 'edited', journalled, context);
    return ok(undefined);
  },
});

/**
 * Checks or corrects kind, category and service item (SOP-Dinkominfo-001 steps 4, 6 and 16). Kind merges by itself,
 * category and service item as a pair.
 */
export const classify = defineMutation({
  args: z.object({
    id: rowId,
    kind: ticketKind,
    category,
    serviceItem: typedText(200).default(''),
    from: z.object({ kind: ticketKind, category, serviceItem: typedText(200) }),
  }),
  roles: staffRoles,
  needs: ({ id }) => ({ ticketId: id }),
  apply(tx, args, context) {
    const found = openUnfinished(tx, args.id, context);
    if (!found.ok) return found;
    const ticket = found.value;
    // What the writer left as it was is no opinion. A service item belongs to its category: the two go together.
    const isMoved = args.category !== args.from.category || args.serviceItem !== args.from.serviceItem;
    const { category, serviceItem } = isMoved ? args : ticket;
    const kind = args.kind === args.from.kind ? ticket.kind : args.kind;
    const wanted = { kind, category, serviceItem };
    const changes = (['kind', 'category', 'serviceItem'] as const)
      .filter((field) => wanted[field] !== ticket[field])
      .map((field) => ({ field, from: args.from[field], present: ticket[field], to: wanted[field] }));
    const sop = { ...ticket.sop, '6': ticket.sop['6'] ?? context.occurredAt };
    const after = { ...ticket, ...wanted, sop };
    journalChanges(tx, ticket, after, 'classified', changes, context);
    return ok(undefined);
  },
});

/**
 * Sets urgency and impact, each merging by itself; the priority follows from the pack's matrix (SOP-Dinkominfo-001 step
 * 7). All targets are recomputed from the original start, because SLA is derived from the ticket and never stored.
 */
export const prioritise = defineMutation({
  args: z.object({
    id: rowId,
    urgency: level,
    impact: level,
    from: z.object({ urgency: level.nullable(), impact: level.nullable() }),
  }),
  roles: deskRoles,
  needs: ({ id }) => ({ ticketId: id }),
  apply(tx, args, context) {
    const found = openUnfinished(tx, args.id, context);
    if (!found.ok) return found;
    const ticket = found.value;
    const policy = tx.policy(ticket.policy.name, ticket.policy.version);
    if (policy === undefined) return err({ code: 'policy_unknown', details: { policy: ticket.policy.name } });
    const wanted = {
      urgency: args.urgency === args.from.urgency ? (ticket.urgency ?? args.urgency) : args.urgency,
      impact: args.impact === args.from.impact ? (ticket.impact ?? args.impact) : args.impact,
    };
    const priority = priorityOf(policy, wanted);
    const changes = [
      ...(['urgency', 'impact'] as const)
        .filter((field) => wanted[field] !== ticket[field])
        .map((field) => ({ field, from: args.from[field], present: ticket[field], to: wanted[field] })),
      ...(priority === ticket.priority
        ? []
        : [{ field: 'priority', from: ticket.priority, present: ticket.priority, to: priority }]),
    ];
    const sop = { ...ticket.sop, '7': ticket.sop['7'] ?? context.occurredAt };
    const after = { ...ticket, ...wanted, priority, sop };
    journalChanges(tx, ticket, after, 'prioritised', changes, context);
    return ok(undefined);
  },
});
