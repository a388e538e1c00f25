import { err, ok, type Result } from '#shared/domain/result.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import type { Refusal } from '#shared/mutations/transaction.ts';
import type { MutateFailure, ReviewItem, ReviewList } from '../contract.ts';
import type { DeskDatabase } from '../db/database.ts';
import type { FileFailure, NewFile } from '../files/contract.ts';
import type { ReviewProspects } from '../review-contract.ts';
import { Listeners } from './listeners.ts';
import { noteTexts } from './note-texts.ts';
import { type Intention, restoring } from './restored-value.ts';

export interface ReviewDeps {
  readonly db: DeskDatabase;
  /** Applies a mutation. The item leaves the list in the same transaction, or what is left of it takes its place. */
  mutate(name: string, args: unknown, settles?: string | ReviewItem): Promise<Result<unknown, MutateFailure>>;
  wouldRefuse(name: string, args: unknown): Promise<Refusal | null>;
  ticket(id: string): Promise<Ticket | undefined>;
  attach(ticketId: string, file: NewFile, settles: string): Promise<Result<unknown, FileFailure>>;
  /** Told after a decision, so that other windows look again. */
  changed(): void;
}

/** What waits for a decision. An item leaves only when the user decides, and in the same commit as the decision. */
export class ReviewStore implements ReviewList {
  readonly #deps: ReviewDeps;
  readonly #listeners = new Listeners();
  #items: readonly ReviewItem[] = [];

  readonly subscribe = this.#listeners.subscribe;
  readonly items = (): readonly ReviewItem[] => this.#items;

  constructor(deps: ReviewDeps) {
    this.#deps = deps;
  }

  async load(): Promise<void> {
    const items = await this.#deps.db.review.toArray();
    this.#items = items.sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1));
    this.#listeners.notify();
  }

  async prospects(item: ReviewItem): Promise<ReviewProspects> {
    const { wouldRefuse, ticket } = this.#deps;
    const { ticketId: id } = item;
    const wanted = await this.#intentionOf(item, undefined);
    const [found, obstacle, unnotable] = await Promise.all([
      ticket(id),
      wanted === null
        ? ({ code: 'unknown_mutation' } as const)
        : this.#deps.wouldRefuse(wanted.name, wanted.args),
      wouldRefuse('ticket.note', { id, text: '.' }),
    ]);
    return { ticket: found, obstacle, mayNote: unnotable === null };
  }

  async resend(id: string, args?: unknown): Promise<Result<void, MutateFailure>> {
    const item = this.#item(id);
    if (item === undefined) return ok(undefined);
    const intention = await this.#intentionOf(item, args);
    if (intention === null) return err({ kind: 'refused', refusal: { code: 'unknown_mutation' } });
    return this.settle(id, intention.name, intention.args);
  }

  async settle(id: string, name: string, args: unknown): Promise<Result<void, MutateFailure>> {
    return this.#decided(await this.#deps.mutate(name, args, id));
  }

  async attach(id: string, file: NewFile, reason: string): Promise<Result<void, FileFailure>> {
    const item = this.#item(id);
    if (item === undefined) return ok(undefined);
    const { ticketId, file: refused } = item;
    if (refused !== undefined) {
      const args = { id: ticketId, attachmentId: refused.attachmentId, reason };
      const removed = await this.#deps.mutate('attachment.remove', args);
      if (!removed.ok) return removed;
    }
    const attached = await this.#deps.attach(ticketId, file, id);
    if (!attached.ok) return attached;
    // The ticket may have the very file already: then nothing was written, and nothing is left to decide.
    await this.discard(id);
    return ok(undefined);
  }

  async keepAsNote(id: string, words?: string): Promise<Result<void, MutateFailure>> {
    const item = this.#item(id);
    if (item === undefined) return ok(undefined);
    const pieces = noteTexts(words ?? noteOf(item));
    const { ticketId } = item;
    for (let at = item.noted ?? 0; at < pieces.length - 1; at += 1) {
      const rest = { ...item, noted: at + 1 };
      const kept = await this.#deps.mutate('ticket.note', { id: ticketId, text: pieces[at] }, rest);
      if (!kept.ok) return this.#decided(kept);
    }
    return this.settle(id, 'ticket.note', { id: ticketId, text: pieces.at(-1) });
  }

  async discard(id: string): Promise<void> {
    await this.#deps.db.review.delete(id);
    await this.load();
    this.#deps.changed();
  }

  #item(id: string): ReviewItem | undefined {
    return this.#items.find((candidate) => candidate.id === id);
  }

  /**
   * What to send again: the refused mutation, or my value of the overwritten field put back over the one that won; of a file,
   * that it is taken off the ticket.
   */
  async #intentionOf(item: ReviewItem, args: unknown): Promise<Intention | null> {
    if (item.mutation !== null) return { name: item.mutation.name, args: args ?? item.mutation.args };
    if (item.file !== undefined) {
      const { attachmentId } = item.file;
      return { name: 'attachment.remove', args: args ?? { id: item.ticketId, attachmentId, reason: '.' } };
    }
    if (item.overwritten === null) return null;
    const intention = restoring(item.ticketId, item.overwritten, await this.#deps.ticket(item.ticketId));
    return { name: intention.name, args: args ?? intention.args };
  }

  async #decided(done: Result<unknown, MutateFailure>): Promise<Result<void, MutateFailure>> {
    await this.load();
    this.#deps.changed();
    return done.ok ? ok(undefined) : done;
  }
}

/** Everything that was typed, as text, under the names it is stored by: what the screen has no words for is kept all the same. */
function noteOf(item: ReviewItem): string {
  if (item.overwritten !== null) return `${item.overwritten.field}: ${item.overwritten.mine}`;
  if (item.file !== undefined) return `${item.file.name}: ${item.file.problem}`;
  return textsOf(item.mutation?.args, '').join('\n') || (item.mutation?.name ?? item.type);
}

function textsOf(value: unknown, path: string): string[] {
  if (typeof value === 'string') return value.trim() === '' || path === 'id' ? [] : [`${path}: ${value}`];
  if (typeof value === 'number' || typeof value === 'boolean') return [`${path}: ${value}`];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    textsOf(inner, path === '' ? key : `${path}.${key}`),
  );
}
