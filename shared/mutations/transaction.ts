import type { ClockDoubt, JournalEntry } from '../domain/journal.ts';
import type { Opd, User } from '../domain/reference.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { Attachment } from '../files/attachment.ts';
import type { FormRecord } from '../forms/form.ts';
import type { CompiledPolicy } from '../sla/policy.ts';
import type { WantedVersion } from '../sla/policy-shelf.ts';
import type { RefusalCode } from './refusal.ts';

/**
 * What a mutator may read and write. Both sides load the aggregate beforehand, so mutators are synchronous: the device
 * runs them over IndexedDB rows, the server over rows of one query. Writes of a refused mutation are dropped whole.
 */
export interface MutationTransaction {
  ticket(id: string): Ticket | undefined;
  form(id: string): FormRecord | undefined;
  attachment(id: string): Attachment | undefined;
  user(id: string): User | undefined;
  opd(code: string): Opd | undefined;
  /**
   * The policy pack by name: the asked version, the one in force at an instant (UTC ms), or the newest. With an office's
   * code its clocks know the days off of the state and of that office.
   */
  policy(name: string, wanted?: WantedVersion, opd?: string): CompiledPolicy | undefined;
  /** True when another ticket already bears the number (a device can only see its own tickets). */
  isNumberTaken(number: string): boolean;
  putTicket(ticket: Ticket): void;
  putForm(form: FormRecord): void;
  putAttachment(attachment: Attachment): void;
  addJournal(entry: JournalEntry): void;
}

/** Who acts, from which device, and when. The server fills in `receivedAt`; on the device it is null. */
export interface MutationContext {
  readonly actor: User;
  readonly deviceId: string;
  readonly deviceCode: string;
  /** Codes of the person's other devices: work that was rescued from one keeps the number it was given there. */
  readonly otherDevices?: ReadonlySet<string> | undefined;
  readonly mutationId: number;
  /** UTC ms; on the server already bounded: never after receipt, never before the last server time the device had seen. */
  readonly occurredAt: number;
  readonly receivedAt: number | null;
  /** What the server doubts of `occurredAt`; left out where nothing. */
  readonly clock?: ClockDoubt | undefined;
}

/** Why a mutation was refused: a stable code, the field to mend where there is one, and facts for the sentence on screen. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly field?: string;
  readonly details?: Readonly<Record<string, string>>;
}
