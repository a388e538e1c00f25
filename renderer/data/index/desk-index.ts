import type { PolicyLookup } from '#shared/sla/policy-shelf.ts';
import type { ListRow, SavedFilter, TicketIndex, TicketQuery } from '../contract.ts';
import { isOver, type ListTicket } from '../local/list-page.ts';
import { Listeners } from '../store/listeners.ts';
import { Columns, categories, kinds, levels, none, states } from './columns.ts';
import { filterSlots } from './filter.ts';
import { Orders } from './orders.ts';
import { normalise, SearchText, termsOf } from './search-text.ts';
import { SlotClocks } from './slot-clocks.ts';
import { SlotFlags } from './slot-flags.ts';
import { StandingClocks } from './standing-clocks.ts';

export interface IndexDeps {
  readonly me: string;
  readonly policies: PolicyLookup;
  nameOf(userId: string): string;
  /** The clock was put back behind events of tickets whose facts are no longer in memory: they are to be put in again. */
  reread?(ids: readonly string[]): void;
}

const rememberedQueries = 8;
const never = Number.POSITIVE_INFINITY;

/**
 * The index of one window. Changes are put in with `put` and `remove`, and become visible together with `publish`: a list
 * never shows half of a change. All instants are UTC ms of the corrected clock.
 */
export class DeskIndex implements TicketIndex {
  readonly #deps: IndexDeps;
  readonly #columns = new Columns();
  readonly #orders: Orders;
  readonly #search = new SearchText();
  readonly #clocks: SlotClocks;
  readonly #slotOf = new Map<string, number>();
  readonly #free: number[] = [];
  readonly #rows = new Map<number, ListRow>();
  readonly #flags: SlotFlags;
  readonly #standing: StandingClocks;
  readonly #queries = new Map<string, { readonly version: number; readonly slots: Uint32Array }>();
  readonly #listeners = new Listeners();
  #shownCounts: Readonly<Record<SavedFilter, number>>;
  #now: number;
  #isDirty = false;
  #complete = false;

  readonly subscribe = this.#listeners.subscribe;
  readonly version = this.#listeners.version;

  constructor(deps: IndexDeps, now: number) {
    this.#deps = deps;
    this.#now = now;
    this.#orders = new Orders(this.#columns, deps.nameOf);
    this.#clocks = new SlotClocks(this.#columns, deps.policies);
    this.#flags = new SlotFlags(this.#columns, deps.me);
    this.#standing = new StandingClocks(this.#columns, this.#clocks, this.#slotOf);
    this.#shownCounts = this.#flags.counts();
  }

  get size(): number {
    return this.#slotOf.size;
  }

  get complete(): boolean {
    return this.#complete;
  }

  has(id: string): boolean {
    return this.#slotOf.has(id);
  }

  idOfNumber(number: string): string | undefined {
    const slot = this.#columns.numbers.indexOf(number);
    return slot === -1 || this.#columns.flags[slot] === 0 ? undefined : this.#columns.ids[slot];
  }

  ids(): IterableIterator<string> {
    return this.#slotOf.keys();
  }

  put(ticket: ListTicket): void {
    const c = this.#columns;
    let slot = this.#slotOf.get(ticket.id);
    if (slot === undefined) {
      slot = this.#free.pop() ?? c.append();
      this.#slotOf.set(ticket.id, slot);
    }
    c.ids[slot] = ticket.id;
    c.numbers[slot] = ticket.number;
    c.titles[slot] = ticket.title;
    c.clients[slot] = ticket.client.name;
    const title = normalise(ticket.title);
    const client = normalise(ticket.client.name);
    c.sortTitles[slot] = title;
    c.sortClients[slot] = client;
    c.office[slot] = c.offices.number(ticket.opd);
    c.category[slot] = categories.indexOf(ticket.category);
    c.kind[slot] = kinds.indexOf(ticket.kind);
    c.priority[slot] = ticket.priority ?? none;
    c.urgency[slot] = ticket.urgency === null ? none : levels.indexOf(ticket.urgency);
    c.state[slot] = states.indexOf(ticket.state);
    c.assignee[slot] = ticket.assignee === null ? 0 : c.people.number(ticket.assignee) + 1;
    c.reportedAt[slot] = ticket.reportedAt;
    this.#search.set(slot, `${ticket.number.toLowerCase()} ${title} ${client} ${ticket.opd.toLowerCase()}`);
    this.#clocks.set(slot, ticket, this.#now);
    this.#flags.settle(slot);
    this.#orders.touch(slot);
    this.#rows.delete(slot);
    this.#standing.touch(ticket.id);
    this.#isDirty = true;
  }

  remove(id: string): void {
    const slot = this.#slotOf.get(id);
    if (slot === undefined) return;
    this.#slotOf.delete(id);
    this.#flags.clear(slot);
    this.#columns.numbers[slot] = '';
    this.#clocks.clear(slot);
    this.#search.set(slot, '');
    this.#orders.touch(slot);
    this.#rows.delete(slot);
    this.#free.push(slot);
    this.#standing.touch(id);
    this.#isDirty = true;
  }

  /** Shows what was put in and removed since the last call. */
  publish(complete = this.#complete): void {
    if (!this.#isDirty && complete === this.#complete) return;
    this.#complete = complete;
    this.#isDirty = false;
    this.#shownCounts = this.#flags.counts();
    this.#listeners.notify();
    this.#standing.tell();
  }

  /** People's names changed: what is sorted by them is sorted anew. */
  namesChanged(): void {
    this.#orders.forgetNames();
    this.#isDirty = true;
    this.publish();
  }

  query(query: TicketQuery): Uint32Array {
    const key = JSON.stringify(query);
    const version = this.version();
    const known = this.#queries.get(key);
    this.#queries.delete(key);
    const slots = known?.version === version ? known.slots : this.#run(query);
    this.#queries.set(key, { version, slots });
    if (this.#queries.size > rememberedQueries) {
      const oldest = this.#queries.keys().next().value;
      if (oldest !== undefined) this.#queries.delete(oldest);
    }
    return slots;
  }

  row(slot: number): ListRow {
    const known = this.#rows.get(slot);
    if (known !== undefined) return known;
    const c = this.#columns;
    const priority = c.priority[slot] as number;
    const row: ListRow = {
      id: c.ids[slot] ?? '',
      number: c.numbers[slot] ?? '',
      title: c.titles[slot] ?? '',
      clientName: c.clients[slot] ?? '',
      opd: c.offices.text(c.office[slot] as number),
      category: categories[c.category[slot] as number] ?? 'other',
      kind: kinds[c.kind[slot] as number] ?? 'incident',
      priority: priority === none ? null : priority,
      urgency: levels[c.urgency[slot] as number] ?? null,
      state: states[c.state[slot] as number] ?? 'new',
      assignee: c.assigneeOf(slot),
      reportedAt: c.reportedAt[slot] as number,
      sla: this.#clocks.target(slot, this.#now),
    };
    this.#rows.set(slot, row);
    return row;
  }

  readonly openClocks = () => this.#standing.openClocks();
  readonly openClock = (id: string) => this.#standing.openClock(id);
  readonly watchClocks: StandingClocks['watchClocks'] = (changed) => this.#standing.watchClocks(changed);
  readonly counts = (): Readonly<Record<SavedFilter, number>> => this.#shownCounts;

  tick(now: number): void {
    const last = this.#now;
    this.#now = now;
    // Rows carry elapsed time, so the few that were drawn are made again when next asked for.
    this.#rows.clear();
    const forgotten: number[] = [];
    if (now < last) for (const slot of this.#clocks.putBack(now, forgotten)) this.#judged(slot);
    for (const slot of this.#clocks.due(now)) this.#judged(slot);
    this.publish();
    if (forgotten.length > 0) this.#deps.reread?.(forgotten.map((slot) => this.#columns.ids[slot] ?? ''));
  }

  /**
   * Packs or days off are others now. Open tickets are judged anew one by one as the caller takes them; finished ones are
   * to be handed in by `judgeFinished`, because what they were judged by is not kept in memory.
   */
  *judgeAnew(): Generator<void> {
    for (const slot of this.#clocks.judgeAnew(() => this.#now)) {
      this.#standing.touch(this.#columns.ids[slot] ?? '');
      yield this.#judged(slot);
    }
  }

  /** A ticket as it is stored: where it is over, it is judged anew once somebody asks. */
  judgeFinished(ticket: ListTicket): void {
    const slot = this.#slotOf.get(ticket.id);
    if (slot === undefined || !isOver(ticket.state)) return;
    this.#clocks.set(slot, ticket, this.#now);
    this.#judged(slot);
  }

  #judged(slot: number): void {
    this.#flags.settle(slot);
    this.#orders.touchDue(slot);
    this.#rows.delete(slot);
    this.#isDirty = true;
  }

  #run(query: TicketQuery): Uint32Array {
    if (query.sort.column === 'due') this.warm(never);
    const order = this.#orders.ascending(query.sort.column);
    const terms = termsOf(query.text);
    const marked = terms.length === 0 ? null : this.#search.find(terms, this.version(), this.#columns.length);
    return filterSlots(this.#columns, order, query, marked);
  }

  /** Evaluates some finished tickets nobody has asked for yet; false when none is left. For idle moments. */
  warm(limit: number): boolean {
    return this.#clocks.warm(limit, this.#now);
  }
}
