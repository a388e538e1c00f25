import type { Result } from '#shared/domain/result.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import type { Refusal } from '#shared/mutations/transaction.ts';
import type { FileFailure, NewFile } from './files/contract.ts';
import type { MutateFailure } from './mutate-failure.ts';

/**
 * A refused mutation, a value of mine that somebody else's later edit replaced, or a file of mine whose content cannot be
 * kept. Leaves only by a decision.
 */
export interface ReviewItem {
  readonly id: string;
  readonly type: 'refused' | 'overwritten' | 'file';
  readonly ticketId: string;
  readonly ticketNumber: string;
  /** UTC ms: when it was done, or when it was replaced. */
  readonly at: number;
  readonly refusal: Refusal | null;
  /** Refused: the mutation as typed. */
  readonly mutation: { readonly name: string; readonly args: unknown } | null;
  /** Overwritten: field, my value, the value that won, and by whom. */
  readonly overwritten: {
    readonly field: string;
    readonly mine: string;
    readonly theirs: string;
    readonly byName: string;
  } | null;
  /** File: what it is called, and why its content was not taken. */
  readonly file?: { readonly attachmentId: string; readonly name: string; readonly problem: string };
  /** Refused: names the mutation in the journal outside the database, which keeps it until a decision. */
  readonly journalKey?: string;
  /** How many pieces of it are kept as notes already, where it needs more than one. */
  readonly noted?: number;
}

/** What may become of an item as things stand on this device. */
export interface ReviewProspects {
  /** The ticket it is about; undefined where the device has none. */
  readonly ticket: Ticket | undefined;
  /** Why this device would refuse the same again; null where nothing speaks against it. */
  readonly obstacle: Refusal | null;
  /** True where an internal note on the ticket would be kept. */
  readonly mayNote: boolean;
}

export interface ReviewList {
  items(): readonly ReviewItem[];
  subscribe(listener: () => void): () => void;
  /** Tries, without keeping anything, what could be done with an item now. */
  prospects(item: ReviewItem): Promise<ReviewProspects>;
  /** Sends the same intention again as a new mutation, with corrected arguments where given. */
  resend(id: string, args?: unknown): Promise<Result<void, MutateFailure>>;
  /** Applies a mutation that takes the item's place. */
  settle(id: string, name: string, args: unknown): Promise<Result<void, MutateFailure>>;
  /** Attaches a file in the place of the refused one, which is taken off the ticket with the reason where it stands there. */
  attach(id: string, file: NewFile, reason: string): Promise<Result<void, FileFailure>>;
  /**
   * Keeps the typed content as internal notes on the ticket, in the screen's words where given. Where one note cannot hold it,
   * pieces follow each other; a crash between two of them goes on with the next.
   */
  keepAsNote(id: string, words?: string): Promise<Result<void, MutateFailure>>;
  discard(id: string): Promise<void>;
}
