import type { JournalEntry } from '#shared/domain/journal.ts';
import type { Opd, User } from '#shared/domain/reference.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import type { FormRecord } from '#shared/forms/form.ts';
import type { MutationTransaction } from '#shared/mutations/transaction.ts';
import type { Row } from '#shared/sync/rows.ts';
import type { PolicyLibrary } from '../policies/policy-library.ts';

/** What a batch reads, loaded beforehand, with what its accepted mutations wrote. */
export interface Loaded {
  readonly tickets: Map<string, Ticket>;
  readonly forms: Map<string, FormRecord>;
  readonly users: ReadonlyMap<string, User>;
  readonly opds: ReadonlyMap<string, Opd>;
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
export function createOverlay(loaded: Loaded, policies: PolicyLibrary): Overlay {
  const tickets = new Map<string, Ticket>();
  const forms = new Map<string, FormRecord>();
  const journal = new Map<string, JournalEntry>();
  return {
    transaction: {
      ticket: (id) => tickets.get(id) ?? loaded.tickets.get(id),
      form: (id) => forms.get(id) ?? loaded.forms.get(id),
      user: (id) => loaded.users.get(id),
      opd: (code) => loaded.opds.get(code),
      policy: policies,
      isNumberTaken: (number) => loaded.numbers.has(number),
      putTicket: (ticket) => void tickets.set(ticket.id, ticket),
      putForm: (form) => void forms.set(form.id, form),
      addJournal: (entry) => void journal.set(entry.id, entry),
    },
    written: () => [
      ...[...tickets.values()].map((doc): Row => ({ kind: 'ticket', id: doc.id, doc })),
      ...[...forms.values()].map((doc): Row => ({ kind: 'form', id: doc.id, doc })),
      ...[...journal.values()].map((doc): Row => ({ kind: 'journal', id: doc.id, doc })),
    ],
    accept() {
      for (const [id, ticket] of tickets) {
        loaded.tickets.set(id, ticket);
        loaded.numbers.set(ticket.number, id);
      }
      for (const [id, form] of forms) loaded.forms.set(id, form);
    },
  };
}
