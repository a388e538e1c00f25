import type { SavedFilter, TicketQuery } from '../contract.ts';
import { type Columns, categories, kinds, none, states } from './columns.ts';

/** Bits of `Columns.flags`. Bit 1 is set in every slot in use. */
export const filterBit: Readonly<Record<SavedFilter, number>> = {
  all: 1,
  open: 2,
  mine: 4,
  unassigned: 8,
  approaching: 16,
  late: 32,
};
export const savedFilters = Object.keys(filterBit) as SavedFilter[];

/**
 * The slots of `order` that pass, in that order or backwards. Every condition is a table lookup on a typed column; an empty
 * list of values means "any". `marked` holds 1 for the slots that match the text, null where no text is asked for.
 */
export function filterSlots(
  columns: Columns,
  order: Uint32Array,
  query: TicketQuery,
  marked: Uint8Array | null,
): Uint32Array {
  const { flags, state, category, kind, priority, office, assignee } = columns;
  const bit = filterBit[query.saved];
  const allowed = {
    state: tableOf(query.states.map((value) => states.indexOf(value))),
    category: tableOf(query.categories.map((value) => categories.indexOf(value))),
    kind: tableOf(query.kinds.map((value) => kinds.indexOf(value))),
    priority: tableOf(query.priorities.map((value) => (value >= 0 && value < none ? value : none))),
    office: tableOf(
      query.opds.map((code) => columns.offices.find(code)),
      columns.offices.size,
    ),
  };
  const person = query.assignee === null ? -1 : columns.people.find(query.assignee) + 1;
  if (person === 0) return new Uint32Array(0);
  const result = roomFor(order.length);
  let size = 0;
  const count = order.length;
  const { descending } = query.sort;
  for (let at = 0; at < count; at += 1) {
    const slot = order[descending ? count - 1 - at : at] as number;
    if (((flags[slot] as number) & bit) === 0) continue;
    if (marked !== null && marked[slot] !== 1) continue;
    if (allowed.state !== null && allowed.state[state[slot] as number] !== 1) continue;
    if (allowed.category !== null && allowed.category[category[slot] as number] !== 1) continue;
    if (allowed.kind !== null && allowed.kind[kind[slot] as number] !== 1) continue;
    if (allowed.priority !== null && allowed.priority[priority[slot] as number] !== 1) continue;
    if (allowed.office !== null && allowed.office[office[slot] as number] !== 1) continue;
    if (person > 0 && assignee[slot] !== person) continue;
    result[size++] = slot;
  }
  return result.slice(0, size);
}

let room = new Uint32Array(1024);

/** Where a result is put together before its size is known. Kept: room of its own for every key typed keeps the collector busy. */
function roomFor(size: number): Uint32Array {
  if (room.length < size) room = new Uint32Array(size * 2);
  return room;
}

function tableOf(values: readonly number[], size = 256): Uint8Array | null {
  if (values.length === 0) return null;
  const table = new Uint8Array(Math.max(size, 256));
  for (const value of values) if (value >= 0) table[value] = 1;
  return table;
}
