import { err, ok, type Result } from '#shared/domain/result.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import type { MutateFailure, ReviewItem, ReviewList } from '../contract.ts';
import type { DeskDatabase } from '../db/database.ts';
import { Listeners } from './listeners.ts';
import { type Intention, restoring } from './restored-value.ts';

/** Applies a mutation; with `settles` the review item leaves the list in the same transaction. */
export type Mutate = (
  name: string,
  args: unknown,
  settles: string,
) => Promise<Result<unknown, MutateFailure>>;

/** What waits for a decision. An item leaves only when the user decides, and in the same commit as the decision. */
export class ReviewStore implements ReviewList {
  readonly #db: DeskDatabase;
  readonly #mutate: Mutate;
  readonly #ticket: (id: string) => Promise<Ticket | undefined>;
  readonly #changed: () => void;
  readonly #listeners = new Listeners();
  #items: readonly ReviewItem[] = [];

  readonly subscribe = this.#listeners.subscribe;
  readonly items = (): readonly ReviewItem[] => this.#items;

  /** @param changed told after a decision, so that other windows look again. */
  constructor(
    db: DeskDatabase,
    mutate: Mutate,
    ticket: (id: string) => Promise<Ticket | undefined>,
    changed: () => void,
  ) {
    this.#db = db;
    this.#mutate = mutate;
    this.#ticket = ticket;
    this.#changed = changed;
  }

  async load(): Promise<void> {
    const items = await this.#db.review.toArray();
    this.#items = items.sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1));
    this.#listeners.notify();
  }

  async resend(id: string, args?: unknown): Promise<Result<void, MutateFailure>> {
    const item = this.#items.find((candidate) => candidate.id === id);
    if (item === undefined) return ok(undefined);
    const intention = await this.#intentionOf(item, args);
    if (intention === null) return err({ kind: 'refused', refusal: { code: 'unknown_mutation' } });
    return this.#decide(intention.name, intention.args, id);
  }

  async keepAsNote(id: string, words?: string): Promise<Result<void, MutateFailure>> {
    const item = this.#items.find((candidate) => candidate.id === id);
    if (item === undefined) return ok(undefined);
    return this.#decide('ticket.note', { id: item.ticketId, text: words ?? noteOf(item) }, id);
  }

  async discard(id: string): Promise<void> {
    await this.#db.review.delete(id);
    await this.load();
    this.#changed();
  }

  /** What to send again: the refused mutation, or my value of the overwritten field put back over the one that won. */
  async #intentionOf(item: ReviewItem, args: unknown): Promise<Intention | null> {
    if (item.mutation !== null) return { name: item.mutation.name, args: args ?? item.mutation.args };
    if (item.overwritten === null) return null;
    const intention = restoring(item.ticketId, item.overwritten, await this.#ticket(item.ticketId));
    return { name: intention.name, args: args ?? intention.args };
  }

  async #decide(name: string, args: unknown, id: string): Promise<Result<void, MutateFailure>> {
    const done = await this.#mutate(name, args, id);
    if (!done.ok) return done;
    await this.load();
    this.#changed();
    return ok(undefined);
  }
}

/** Everything that was typed, as text, under the names it is stored by: what the screen has no words for is kept all the same. */
function noteOf(item: ReviewItem): string {
  if (item.overwritten !== null) return `${item.overwritten.field}: ${item.overwritten.mine}`;
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
