import { category, level, ticketKind, ticketState } from '#shared/domain/codes.ts';
import type { TargetStatus } from '#shared/sla/evaluate.ts';
import { Dictionary } from './dictionary.ts';

export const categories = category.options;
export const kinds = ticketKind.options;
export const states = ticketState.options;
export const levels = level.options;

/** Stands for null in a column of small numbers. */
export const none = 255;

/** One slot per ticket: texts in plain arrays, everything else in typed arrays that grow by doubling. */
export class Columns {
  readonly ids: string[] = [];
  readonly numbers: string[] = [];
  readonly titles: string[] = [];
  readonly clients: string[] = [];
  /** Title and client's name as they are sorted: normalised. */
  readonly sortTitles: string[] = [];
  readonly sortClients: string[] = [];
  /** Undefined until somebody asks: of finished tickets nothing depends on it but what is drawn and sorted. */
  readonly sla: (TargetStatus | null | undefined)[] = [];
  readonly offices = new Dictionary();
  readonly people = new Dictionary();
  #capacity = 1024;
  office = new Uint16Array(this.#capacity);
  category = new Uint8Array(this.#capacity);
  kind = new Uint8Array(this.#capacity);
  priority = new Uint8Array(this.#capacity);
  urgency = new Uint8Array(this.#capacity);
  state = new Uint8Array(this.#capacity);
  /** Number in `people` plus one; 0 where nobody is assigned. */
  assignee = new Uint32Array(this.#capacity);
  reportedAt = new Float64Array(this.#capacity);
  /** UTC ms; infinite where there is no due time. */
  dueAt = new Float64Array(this.#capacity);
  /** When SLA state or warning change next; infinite when never. */
  nextChangeAt = new Float64Array(this.#capacity);
  /** As of when the target stands in `sla`. */
  judgedAt = new Float64Array(this.#capacity);
  /** The last event of the ticket; 0 where none. */
  lastEventAt = new Float64Array(this.#capacity);
  /** Bits of the saved filters; 0 marks a free slot. */
  flags = new Uint8Array(this.#capacity);
  /** Slots given out so far, free ones included. */
  length = 0;

  /** Makes room for one more slot and returns it. */
  append(): number {
    if (this.length === this.#capacity) this.#grow();
    const slot = this.length;
    this.length += 1;
    return slot;
  }

  /** User id; null where nobody is assigned. */
  assigneeOf(slot: number): string | null {
    const person = this.assignee[slot] as number;
    return person === 0 ? null : this.people.text(person - 1);
  }

  #grow(): void {
    this.#capacity *= 2;
    const size = this.#capacity;
    this.office = copied(this.office, new Uint16Array(size));
    this.category = copied(this.category, new Uint8Array(size));
    this.kind = copied(this.kind, new Uint8Array(size));
    this.priority = copied(this.priority, new Uint8Array(size));
    this.urgency = copied(this.urgency, new Uint8Array(size));
    this.state = copied(this.state, new Uint8Array(size));
    this.assignee = copied(this.assignee, new Uint32Array(size));
    this.reportedAt = copied(this.reportedAt, new Float64Array(size));
    this.dueAt = copied(this.dueAt, new Float64Array(size));
    this.nextChangeAt = copied(this.nextChangeAt, new Float64Array(size));
    this.judgedAt = copied(this.judgedAt, new Float64Array(size));
    this.lastEventAt = copied(this.lastEventAt, new Float64Array(size));
    this.flags = copied(this.flags, new Uint8Array(size));
  }
}

function copied<T extends { set(from: ArrayLike<number>): void }>(from: ArrayLike<number>, to: T): T {
  to.set(from);
  return to;
}
