import type { SortColumn } from '../contract.ts';
import type { Columns } from './columns.ts';
import type { Dictionary } from './dictionary.ts';
import { sortByNumber, sortByText } from './radix.ts';

/** More changed slots than this, and sorting anew is cheaper than putting them in one by one. */
const patchLimit = 2_000;

interface Order {
  slots: Uint32Array;
  /** Slots whose place may be wrong. */
  readonly dirty: Set<number>;
}

/**
 * Sorted orders of all slots in use, one per column, ascending; equal values by slot. An order is made when first asked
 * for, and afterwards only mended: changed slots are taken out and put in at their new places.
 */
export class Orders {
  readonly #columns: Columns;
  readonly #nameOf: (userId: string) => string;
  readonly #orders = new Map<SortColumn, Order>();

  constructor(columns: Columns, nameOf: (userId: string) => string) {
    this.#columns = columns;
    this.#nameOf = nameOf;
  }

  /** The slot was filled, changed or freed. */
  touch(slot: number): void {
    for (const [column, order] of this.#orders) {
      order.dirty.add(slot);
      if (order.dirty.size > patchLimit) this.#orders.delete(column);
    }
  }

  /** Only the due time of the slot changed. */
  touchDue(slot: number): void {
    this.#orders.get('due')?.dirty.add(slot);
  }

  /** People's names changed. */
  forgetNames(): void {
    this.#orders.delete('assignee');
  }

  ascending(column: SortColumn): Uint32Array {
    const known = this.#orders.get(column);
    if (known === undefined) {
      const slots = this.#sorted(column);
      this.#orders.set(column, { slots, dirty: new Set() });
      return slots;
    }
    if (known.dirty.size > 0) {
      known.slots = this.#mended(column, known);
      known.dirty.clear();
    }
    return known.slots;
  }

  #sorted(column: SortColumn): Uint32Array {
    const { flags, length } = this.#columns;
    let size = 0;
    const slots = new Uint32Array(length);
    for (let slot = 0; slot < length; slot += 1) {
      if (flags[slot] !== 0) slots[size++] = slot;
    }
    const used = slots.slice(0, size);
    const values = this.#values(column);
    if (values.kind === 'text') sortByText(used, values.texts);
    else sortByNumber(used, values.numbers);
    return used;
  }

  #mended(column: SortColumn, order: Order): Uint32Array {
    const { flags, length } = this.#columns;
    // Goes over all slots at every publication of a first pull, where lookups in the set would take most of the time.
    const isDirty = new Uint8Array(length);
    for (const slot of order.dirty) isDirty[slot] = 1;
    const kept = withoutMarked(order.slots, isDirty);
    const incoming = [...order.dirty].filter((slot) => flags[slot] !== 0);
    const compare = this.#comparer(column);
    incoming.sort(compare);
    const merged = new Uint32Array(kept.length + incoming.length);
    let place = 0;
    let from = 0;
    for (const slot of incoming) {
      const end = firstAfter(kept, slot, from, compare);
      merged.set(kept.subarray(from, end), place);
      place += end - from;
      from = end;
      merged[place++] = slot;
    }
    merged.set(kept.subarray(from), place);
    return merged;
  }

  #comparer(column: SortColumn): (a: number, b: number) => number {
    const values = this.#values(column);
    if (values.kind === 'text') {
      const { texts } = values;
      return (a, b) => {
        const left = texts[a] as string;
        const right = texts[b] as string;
        return left < right ? -1 : left > right ? 1 : a - b;
      };
    }
    const { numbers } = values;
    return (a, b) => {
      const left = numbers[a] as number;
      const right = numbers[b] as number;
      return left < right ? -1 : left > right ? 1 : a - b;
    };
  }

  #values(
    column: SortColumn,
  ):
    | { readonly kind: 'text'; readonly texts: readonly string[] }
    | { readonly kind: 'number'; readonly numbers: ArrayLike<number> } {
    const c = this.#columns;
    const numbers = (values: ArrayLike<number>) => ({ kind: 'number', numbers: values }) as const;
    switch (column) {
      case 'number':
        return { kind: 'text', texts: c.numbers };
      case 'title':
        return { kind: 'text', texts: c.sortTitles };
      case 'client':
        return { kind: 'text', texts: c.sortClients };
      case 'opd':
        return numbers(
          ranked(
            c.office,
            ranksOf(c.offices, (code) => code),
            c.length,
          ),
        );
      case 'assignee':
        // 0 is nobody and stays before everybody.
        return numbers(
          ranked(c.assignee, [0, ...ranksOf(c.people, this.#nameOf).map((rank) => rank + 1)], c.length),
        );
      case 'category':
        return numbers(c.category);
      case 'priority':
        return numbers(c.priority);
      case 'state':
        return numbers(c.state);
      case 'reportedAt':
        return numbers(c.reportedAt);
      case 'due':
        return numbers(c.dueAt);
    }
  }
}

/** The place of each number of the dictionary when its texts are sorted by what they stand for. */
function ranksOf(dictionary: Dictionary, labelOf: (text: string) => string): number[] {
  const labels = Array.from({ length: dictionary.size }, (_, number) => labelOf(dictionary.text(number)));
  const sorted = [...labels].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const rankOfLabel = new Map<string, number>();
  sorted.forEach((label, rank) => {
    if (!rankOfLabel.has(label)) rankOfLabel.set(label, rank);
  });
  return labels.map((label) => rankOfLabel.get(label) ?? 0);
}

function ranked(values: ArrayLike<number>, ranks: readonly number[], length: number): Uint32Array {
  const result = new Uint32Array(length);
  for (let slot = 0; slot < length; slot += 1) result[slot] = ranks[values[slot] as number] ?? 0;
  return result;
}

/** The slots that are not marked, in their order. */
function withoutMarked(slots: Uint32Array, isMarked: Uint8Array): Uint32Array {
  const kept = new Uint32Array(slots.length);
  let size = 0;
  for (let at = 0; at < slots.length; at += 1) {
    const slot = slots[at] as number;
    if (isMarked[slot] === 0) kept[size++] = slot;
  }
  return kept.subarray(0, size);
}

function firstAfter(
  sorted: Uint32Array,
  slot: number,
  from: number,
  compare: (a: number, b: number) => number,
): number {
  let low = from;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(sorted[middle] as number, slot) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
