/** A binary heap of (instant, slot), smallest instant first. Entries are never removed early: who pops asks if they still hold. */
export class DeadlineHeap {
  #at: number[] = [];
  #slot: number[] = [];

  get size(): number {
    return this.#at.length;
  }

  /** The earliest instant, infinite where empty. */
  nextAt(): number {
    return this.#at[0] ?? Number.POSITIVE_INFINITY;
  }

  push(at: number, slot: number): void {
    let place = this.#at.length;
    this.#at.push(at);
    this.#slot.push(slot);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if ((this.#at[parent] as number) <= at) break;
      this.#move(parent, place);
      place = parent;
    }
    this.#at[place] = at;
    this.#slot[place] = slot;
  }

  /** Takes the earliest entry out; the caller has checked that there is one. */
  pop(): { readonly at: number; readonly slot: number } {
    const at = this.#at[0] as number;
    const slot = this.#slot[0] as number;
    const lastAt = this.#at.pop() as number;
    const lastSlot = this.#slot.pop() as number;
    if (this.#at.length > 0) this.#sink(lastAt, lastSlot);
    return { at, slot };
  }

  #sink(at: number, slot: number): void {
    const size = this.#at.length;
    let place = 0;
    for (;;) {
      let child = place * 2 + 1;
      if (child >= size) break;
      if (child + 1 < size && (this.#at[child + 1] as number) < (this.#at[child] as number)) child += 1;
      if ((this.#at[child] as number) >= at) break;
      this.#move(child, place);
      place = child;
    }
    this.#at[place] = at;
    this.#slot[place] = slot;
  }

  #move(from: number, to: number): void {
    this.#at[to] = this.#at[from] as number;
    this.#slot[to] = this.#slot[from] as number;
  }
}
