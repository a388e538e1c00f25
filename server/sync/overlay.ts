import type { JournalEntry } from '#shared/domain/journal.ts';
import type { Opd, User } from '#shared/domain/reference.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import type { Attachment } from '#shared/files/attachment.ts';
import type { FormRecord } from '#shared/forms/form.ts';
import type { MutationTransaction } from '#shared/mutations/transaction.ts';
import type { PolicyLookup } from '#shared/sla/policy-shelf.ts';
import type { Row } from '#shared/sync/rows.ts';

/**
 * Stored documents by id, checked when they are first read: a damaged one fails the mutation that reads it, not the
 * batch.
 */
export class CheckedDocs<T> {
  readonly #parse: (doc: unknown) => T;
  readonly #stored = new Map<string, unknown>();
  readonly #checked = new Map<string, T>();

  constructor(parse: (doc: unknown) => T) {
    this.#parse = parse;
  }

  /** Adds a document as it came from the database. */
  addStored(id: string, doc: unknown): void {
    this.#stored.set(id, doc);
  }

  set(id: string, doc: T): void {
    this.#checked.set(id, doc);
  }

  get(id: string): T | undefined {
    const known = this.#checked.get(id);
    if (known !== undefined || !this.#stored.has(id)) return known;
    const doc = this.#parse(this.#stored.get(id));
    this.#checked.set(id, doc);
    return doc;
  }
}

/** What a batch reads, loaded beforehand, with what its accepted mutations wrote. */
export interface Loaded {
  readonly tickets: CheckedDocs<Ticket>;
  readonly forms: CheckedDocs<FormRecord>;
  readonly attachments: CheckedDocs<Attachment>;
  readonly users: CheckedDocs<User>;
  readonly opds: CheckedDocs<Opd>;
  /** Ticket id by number. */
  readonly numbers: Map<string, string>;
}

export interface Overlay {
  readonly transaction: MutationTransaction;
  /** What the mutation wrote, in the order of writing. */
  written(): Row[];
  /** Lets the batch's later mutations see it. */
  accept(): void;
}

/** One mutation's view: it reads what is loaded and its own writes; a refused one's writes vanish with the overlay. */
export function createOverlay(loaded: Loaded, policies: PolicyLookup): Overlay {
  const tickets = new Map<string, Ticket>();
  const forms = new Map<string, FormRecord>();
  const attachments = new Map<string, Attachment>();
  const journal = new Map<string, JournalEntry>();
  return {
    transaction: {
      ticket: (id) => tickets.get(id) ?? loaded.tickets.get(id),
      form: (id) => forms.get(id) ?? loaded.forms.get(id),
      attachment: (id) => attachments.get(id) ?? loaded.attachments.get(id),
      user: (id) => loaded.users.get(id),
      opd: (code) => loaded.opds.get(code),
      policy: policies,
      isNumberTaken: (number) => loaded.numbers.has(number),
      putTicket: (ticket) => void tickets.set(ticket.id, ticket),
      putForm: (form) => void forms.set(form.id, form),
      putAttachment: (file) => void attachments.set(file.id, file),
      addJournal: (entry) => void journal.set(entry.id, entry),
    },
    written: () => [
      ...[...tickets.values()].map((doc): Row => ({ kind: 'ticket', id: doc.id, doc })),
      ...[...forms.values()].map((doc): Row => ({ kind: 'form', id: doc.id, doc })),
      ...[...attachments.values()].map((doc): Row => ({ kind: 'attachment', id: doc.id, doc })),
      ...[...journal.values()].map((doc): Row => ({ kind: 'journal', id: doc.id, doc })),
    ],
    accept() {
      for (const [id, ticket] of tickets) {
        loaded.tickets.set(id, ticket);
        loaded.numbers.set(ticket.number, id);
      }
      for (const [id, form] of forms) loaded.forms.set(id, form);
      for (const [id, file] of attachments) loaded.attachments.set(id, file);
    },
  };
}
