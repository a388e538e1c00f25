import type { JournalEntry } from '#shared/domain/journal.ts';
import type { Opd, User } from '#shared/domain/reference.ts';
import { err, ok, type Result } from '#shared/domain/result.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import type { Attachment } from '#shared/files/attachment.ts';
import type { FormRecord } from '#shared/forms/form.ts';
import { applyMutation, type CheckedMutation } from '#shared/mutations/registry.ts';
import type { MutationContext, MutationTransaction, Refusal } from '#shared/mutations/transaction.ts';
import type { PolicyLookup } from '#shared/sla/policy-shelf.ts';
import { type Doc, keyOf } from '../db/database.ts';

/** What was loaded for a mutation; a successful one leaves its writes here for the next one on the same ticket. */
export interface LoadedAggregate {
  readonly tickets: Map<string, Ticket>;
  readonly forms: Map<string, FormRecord>;
  readonly attachments: Map<string, Attachment>;
  readonly users: Map<string, User>;
  readonly opds: Map<string, Opd>;
  /** Numbers registered on this device, with the ticket that bears them. */
  readonly numbers: Map<string, string>;
}

/** Rows to write, by key. */
export type Writes = ReadonlyMap<string, Doc>;

/** Runs one checked mutation over loaded rows. A refusal leaves `loaded` as it was. */
export function runMutation(
  loaded: LoadedAggregate,
  mutation: CheckedMutation,
  context: MutationContext,
  policies: PolicyLookup,
): Result<Writes, Refusal> {
  const tickets = new Map<string, Ticket>();
  const forms = new Map<string, FormRecord>();
  const attachments = new Map<string, Attachment>();
  const journal: JournalEntry[] = [];
  const tx: MutationTransaction = {
    ticket: (id) => tickets.get(id) ?? loaded.tickets.get(id),
    form: (id) => forms.get(id) ?? loaded.forms.get(id),
    attachment: (id) => attachments.get(id) ?? loaded.attachments.get(id),
    user: (id) => loaded.users.get(id),
    opd: (code) => loaded.opds.get(code),
    policy: policies,
    isNumberTaken(number) {
      const bearer = loaded.numbers.get(number);
      return bearer !== undefined && bearer !== mutation.needs.ticketId;
    },
    putTicket: (ticket) => tickets.set(ticket.id, ticket),
    putForm: (form) => forms.set(form.id, form),
    putAttachment: (file) => attachments.set(file.id, file),
    addJournal: (entry) => journal.push(entry),
  };
  let applied: Result<void, Refusal>;
  try {
    applied = applyMutation(tx, mutation, context);
  } catch {
    // One broken mutation must not stop everybody's rows from coming in; the server says the same.
    return err({ code: 'failed' });
  }
  if (!applied.ok) return applied;
  const writes = new Map<string, Doc>();
  for (const [id, ticket] of tickets) {
    loaded.tickets.set(id, ticket);
    writes.set(keyOf('ticket', id), { ...ticket });
  }
  for (const [id, form] of forms) {
    loaded.forms.set(id, form);
    writes.set(keyOf('form', id), { ...form });
  }
  for (const [id, file] of attachments) {
    loaded.attachments.set(id, file);
    writes.set(keyOf('attachment', id), { ...file });
  }
  for (const entry of journal) writes.set(keyOf('journal', entry.id), { ...entry });
  return ok(writes);
}
