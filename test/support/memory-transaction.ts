import type { JournalEntry } from '#shared/domain/journal.ts';
import type { Opd, User } from '#shared/domain/reference.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import type { Attachment } from '#shared/files/attachment.ts';
import type { FormRecord } from '#shared/forms/form.ts';
import type { MutationTransaction } from '#shared/mutations/transaction.ts';
import type { PolicyLookup } from '#shared/sla/policy-shelf.ts';

/** Reference rows a memory transaction reads. */
export interface MemoryReference {
  readonly users: ReadonlyMap<string, User>;
  readonly opds: ReadonlyMap<string, Opd>;
  readonly policies: PolicyLookup;
}

/**
 * Rows of tickets kept in plain maps, for tests of the mutators. It writes at once and undoes nothing: run on a copy
 * (`fork`) where a refusal must leave no trace.
 */
export class MemoryTransaction implements MutationTransaction {
  readonly reference: MemoryReference;
  readonly tickets: Map<string, Ticket>;
  readonly forms: Map<string, FormRecord>;
  readonly attachments: Map<string, Attachment>;
  /** Keyed by journal id: a replayed line takes the place of itself. */
  readonly journal: Map<string, JournalEntry>;

  constructor(reference: MemoryReference, from?: MemoryTransaction) {
    this.reference = reference;
    this.tickets = new Map(from?.tickets);
    this.forms = new Map(from?.forms);
    this.attachments = new Map(from?.attachments);
    this.journal = new Map(from?.journal);
  }

  /** A second transaction over the same rows, whose writes the first does not see. */
  fork(): MemoryTransaction {
    return new MemoryTransaction(this.reference, this);
  }

  ticket(id: string): Ticket | undefined {
    return this.tickets.get(id);
  }

  form(id: string): FormRecord | undefined {
    return this.forms.get(id);
  }

  attachment(id: string): Attachment | undefined {
    return this.attachments.get(id);
  }

  user(id: string): User | undefined {
    return this.reference.users.get(id);
  }

  opd(code: string): Opd | undefined {
    return this.reference.opds.get(code);
  }

  readonly policy: PolicyLookup = (...wanted) => this.reference.policies(...wanted);

  isNumberTaken(number: string): boolean {
    for (const ticket of this.tickets.values()) if (ticket.number === number) return true;
    return false;
  }

  putTicket(ticket: Ticket): void {
    this.tickets.set(ticket.id, ticket);
  }

  putForm(form: FormRecord): void {
    this.forms.set(form.id, form);
  }

  putAttachment(attachment: Attachment): void {
    this.attachments.set(attachment.id, attachment);
  }

  addJournal(entry: JournalEntry): void {
    this.journal.set(entry.id, entry);
  }
}
