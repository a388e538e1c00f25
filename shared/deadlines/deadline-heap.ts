/** A binary heap of things due at an instant: the nearest is read in constant time, taken and added in logarithmic time. */
export class DeadlineHeap<T extends { readonly at: number }> {
  readonly #items: T[] = [];

  constructor(items: Iterable<T> = []) {
    for (const item of items) this.push(item);
  }

  get size(): number {
    return this.#items.length;
  }

  /** The nearest, left in the heap; undefined when empty. */
  peek(): T | undefined {
    return this.#items[0];
  }

  push(item: T): void {
    const items = this.#items;
    items.push(item);
    let index = items.length - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.#at(parent) <= this.#at(index)) return;
      this.#swap(parent, index);
      index = parent;
    }
  }

  /** Takes the nearest out; undefined when empty. */
  pop(): T | undefined {
    const items = this.#items;
    const nearest = items[0];
    const last = items.pop();
    if (items.length > 0 && last !== undefined) {
      items[0] = last;
      this.#sink();
    }
    return nearest;
  }

  #sink(): void {
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const right = left + 1;
      let nearest = index;
      if (left < this.size && this.#at(left) < this.#at(nearest)) nearest = left;
      if (right < this.size && this.#at(right) < this.#at(nearest)) nearest = right;
      if (nearest === index) return;
      this.#swap(nearest, index);
      index = nearest;
    }
  }

  #at(index: number): number {
    return this.#items[index]?.at ?? Number.POSITIVE_INFINITY;
  }

  #swap(a: number, b: number): void {
    const items = this.#items;
    const [left, right] = [items[a], items[b]];
    if (left === undefined || right === undefined) return;
    items[a] = right;
    items[b] = left;
  }
}
