import type { OpenClock, OpenClocks } from '../open-clock.ts';
import { type Columns, states } from './columns.ts';
import type { Clocked, SlotClocks } from './slot-clocks.ts';

/** The clocks of the index's open tickets, as others see them, and who wants to hear of changes. */
export class StandingClocks implements OpenClocks {
  readonly #columns: Columns;
  readonly #clocks: SlotClocks;
  readonly #slotOf: ReadonlyMap<string, number>;
  readonly #listeners = new Set<(ids: ReadonlySet<string>) => void>();
  #touched = new Set<string>();

  constructor(columns: Columns, clocks: SlotClocks, slotOf: ReadonlyMap<string, number>) {
    this.#columns = columns;
    this.#clocks = clocks;
    this.#slotOf = slotOf;
  }

  *openClocks(): Generator<OpenClock> {
    for (const [slot, clocked] of this.#clocks.standing()) yield this.#seen(slot, clocked);
  }

  openClock(id: string): OpenClock | undefined {
    const slot = this.#slotOf.get(id);
    const clocked = slot === undefined ? undefined : this.#clocks.standingAt(slot);
    return slot === undefined || clocked === undefined ? undefined : this.#seen(slot, clocked);
  }

  watchClocks(changed: (ids: ReadonlySet<string>) => void): () => void {
    this.#listeners.add(changed);
    return () => this.#listeners.delete(changed);
  }

  /** The ticket's clocks may run otherwise now; told with the next `tell`. */
  touch(id: string): void {
    if (this.#listeners.size > 0) this.#touched.add(id);
  }

  tell(): void {
    if (this.#touched.size === 0) return;
    const ids = this.#touched;
    this.#touched = new Set();
    for (const listener of this.#listeners) listener(ids);
  }

  #seen(slot: number, { pack, input, notices }: Clocked): OpenClock {
    const c = this.#columns;
    return {
      id: c.ids[slot] ?? '',
      number: c.numbers[slot] ?? '',
      title: c.titles[slot] ?? '',
      opd: c.offices.text(c.office[slot] as number),
      assignee: c.assigneeOf(slot),
      state: states[c.state[slot] as number] ?? 'new',
      policy: pack,
      input,
      notices: notices ?? {},
    };
  }
}
