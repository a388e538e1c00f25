import type { Result } from '#shared/domain/result.ts';
import type { Refusal } from '#shared/mutations/transaction.ts';
import type { MutateFailure } from './mutate-failure.ts';

/** A refused mutation, or a value of mine that somebody else's later edit replaced. Leaves only by a decision. */
export interface ReviewItem {
  readonly id: string;
  readonly type: 'refused' | 'overwritten';
  readonly ticketId: string;
  readonly ticketNumber: string;
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
}
export interface ReviewList {
  items(): readonly ReviewItem[];
  subscribe(listener: () => void): () => void;
  /** Sends the same intention again as a new mutation (with corrected arguments where given). */
  resend(id: string, args?: unknown): Promise<Result<void, MutateFailure>>;
  /** Keeps the typed content as an internal note on the ticket, in the screen's words where given. */
  keepAsNote(id: string, words?: string): Promise<Result<void, MutateFailure>>;
  discard(id: string): Promise<void>;
}
