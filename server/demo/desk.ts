import type { JournalEntry } from '#shared/domain/journal.ts';
import type { Opd, User } from '#shared/domain/reference.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import { formatTicketNumber } from '#shared/domain/ticket-number.ts';
import type { FormRecord } from '#shared/forms/form.ts';
import {
  applyMutation,
  checkMutation,
  type MutationArgs,
  type MutationName,
} from '#shared/mutations/registry.ts';
import type { MutationTransaction } from '#shared/mutations/transaction.ts';
import type { PolicyLookup } from '#shared/sla/policy-shelf.ts';
import type { Row } from '#shared/sync/rows.ts';
import { monthOf } from '../import/date-format.ts';

/** A person's act at an instant (UTC ms). */
export type Step = {
  [N in MutationName]: {
    readonly at: number;
    readonly who: User;
    readonly name: N;
    readonly args: MutationArgs<N>;
  };
}[MutationName];

/** An enrolled device of a demo user, with its counters. */
export interface DemoDevice {
  readonly id: string;
  readonly code: string;
  lastMutationId: number;
  /** Keyed by month, `yymm`. */
  readonly sequences: Map<string, number>;
}

/** How long after the act the server had it. */
const underwayMs = 1500;

/** Runs the product's own mutators over rows in memory: what they refuse can never become demo data. */
export class DemoDesk implements MutationTransaction {
  readonly #opds: ReadonlyMap<string, Opd>;
  readonly #users: ReadonlyMap<string, User>;
  readonly #devices: ReadonlyMap<string, DemoDevice>;
  readonly policy: PolicyLookup;
  /** The one ticket that is being made, with its rows in the order of writing. */
  #ticket: Ticket | undefined;
  #forms = new Map<string, FormRecord>();
  #journal: JournalEntry[] = [];

  constructor(
    opds: ReadonlyMap<string, Opd>,
    users: ReadonlyMap<string, User>,
    devices: ReadonlyMap<string, DemoDevice>,
    policies: PolicyLookup,
  ) {
    this.#opds = opds;
    this.#users = users;
    this.#devices = devices;
    this.policy = policies;
  }

  ticket(id: string): Ticket | undefined {
    return this.#ticket?.id === id ? this.#ticket : undefined;
  }

  form(id: string): FormRecord | undefined {
    return this.#forms.get(id);
  }

  /** Nobody in the demonstration attaches files: their bytes would have to be made up, too. */
  attachment(): undefined {
    return undefined;
  }

  user(id: string): User | undefined {
    return this.#users.get(id);
  }

  opd(code: string): Opd | undefined {
    return this.#opds.get(code);
  }

  /** Each device counts its own numbers, so that none is given twice; the database has the last word. */
  isNumberTaken(): boolean {
    return false;
  }

  putTicket(ticket: Ticket): void {
    this.#ticket = ticket;
  }

  putForm(form: FormRecord): void {
    this.#forms.set(form.id, form);
  }

  putAttachment(): void {
    throw new Error('the demonstration attaches no files');
  }

  addJournal(entry: JournalEntry): void {
    this.#journal.push(entry);
  }

  #deviceOf(user: User): DemoDevice {
    const device = this.#devices.get(user.id);
    if (device === undefined) throw new Error(`${user.username} has no device`);
    return device;
  }

  /** The next number this person's device gives. */
  nextNumber(user: User, kind: Ticket['kind'], opd: string, at: number, timeZone: string): string {
    const device = this.#deviceOf(user);
    const month = monthOf(at, timeZone);
    const sequence = (device.sequences.get(month) ?? 0) + 1;
    device.sequences.set(month, sequence);
    return formatTicketNumber({ kind, opd, month, device: device.code, sequence });
  }

  /** The ticket that is being made. */
  present(): Ticket {
    if (this.#ticket === undefined) throw new Error('no ticket is being made');
    return this.#ticket;
  }

  /** Does one step; a refusal means that a story is wrong. */
  act(step: { at: number; who: User; name: MutationName; args: unknown }): void {
    const device = this.#deviceOf(step.who);
    device.lastMutationId += 1;
    const checked = checkMutation(step.name, step.args);
    const result = checked.ok
      ? applyMutation(this, checked.value, {
          actor: step.who,
          deviceId: device.id,
          deviceCode: device.code,
          mutationId: device.lastMutationId,
          occurredAt: step.at,
          receivedAt: step.at + underwayMs,
        })
      : checked;
    if (!result.ok) throw new Error(`${step.name} by ${step.who.username}: ${JSON.stringify(result.error)}`);
  }

  /** The rows of the ticket that was being made, and a clean desk for the next. */
  takeRows(): Row[] {
    const ticket = this.present();
    const rows: Row[] = [{ kind: 'ticket', id: ticket.id, doc: ticket }];
    for (const doc of this.#forms.values()) rows.push({ kind: 'form', id: doc.id, doc });
    for (const doc of this.#journal) rows.push({ kind: 'journal', id: doc.id, doc });
    this.#ticket = undefined;
    this.#forms = new Map();
    this.#journal = [];
    return rows;
  }
}
