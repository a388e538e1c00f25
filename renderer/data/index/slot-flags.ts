import { isOpenState } from '#shared/domain/transitions.ts';
import type { SavedFilter } from '../contract.ts';
import { type Columns, states } from './columns.ts';
import { filterBit, savedFilters } from './filter.ts';

/** Which saved filters each slot belongs to, and how many slots each filter holds. */
export class SlotFlags {
  readonly #columns: Columns;
  readonly #me: string;
  readonly #counts: Record<SavedFilter, number> = {
    all: 0,
    open: 0,
    mine: 0,
    unassigned: 0,
    approaching: 0,
    late: 0,
  };

  /** @param me id of the user whose tickets are "mine". */
  constructor(columns: Columns, me: string) {
    this.#columns = columns;
    this.#me = me;
  }

  counts(): Readonly<Record<SavedFilter, number>> {
    return { ...this.#counts };
  }

  /** Reads them from the slot's columns. */
  settle(slot: number): void {
    const c = this.#columns;
    const target = c.sla[slot] ?? null;
    const isOpen = isOpenState(states[c.state[slot] as number] ?? 'new');
    const isTicking = isOpen && target !== null && target.stoppedAt === null;
    const isLate = isTicking && target.state === 'breached';
    const isNear = isTicking && target.state === 'running' && (target.warning ?? 0) >= 0.75;
    const person = c.assignee[slot] as number;
    const isMine = person > 0 && c.people.text(person - 1) === this.#me;
    this.#set(
      slot,
      filterBit.all |
        (isOpen ? filterBit.open : 0) |
        (isOpen && isMine ? filterBit.mine : 0) |
        (isOpen && person === 0 ? filterBit.unassigned : 0) |
        (isNear ? filterBit.approaching : 0) |
        (isLate ? filterBit.late : 0),
    );
  }

  /** The slot is free. */
  clear(slot: number): void {
    this.#set(slot, 0);
  }

  #set(slot: number, flags: number): void {
    const before = this.#columns.flags[slot] as number;
    if (before === flags) return;
    this.#columns.flags[slot] = flags;
    for (const name of savedFilters) {
      const bit = filterBit[name];
      this.#counts[name] += ((flags & bit) === 0 ? 0 : 1) - ((before & bit) === 0 ? 0 : 1);
    }
  }
}
