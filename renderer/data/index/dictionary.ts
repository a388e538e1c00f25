/** Gives small numbers to repeated texts (office codes, user ids), so that columns can be typed arrays. */
export class Dictionary {
  readonly #numbers = new Map<string, number>();
  readonly #texts: string[] = [];

  /** The number of a text, given out when first seen. */
  number(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const next = this.#texts.length;
    this.#numbers.set(text, next);
    this.#texts.push(text);
    return next;
  }

  /** The number of a text that has been seen, else -1. */
  find(text: string): number {
    return this.#numbers.get(text) ?? -1;
  }

  text(number: number): string {
    return this.#texts[number] ?? '';
  }

  get size(): number {
    return this.#texts.length;
  }
}
