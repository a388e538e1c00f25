const ascii = /^[\x20-\x7e]*$/;
const marks = /\p{M}+/gu;

/** Text as it is searched: small letters, without accents. */
export function normalise(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  return text.normalize('NFD').replace(marks, '').toLowerCase();
}

/** Words that all must occur; none means that everything matches. */
export function termsOf(text: string): readonly string[] {
  return normalise(text)
    .split(/\s+/)
    .filter((term) => term.length > 0);
}

const slotsPerBlock = 512;
/** Cannot be typed into a search field, so no match runs over two tickets. */
const fence = '\u0001';

/**
 * One normalised text per ticket, joined in blocks: a search is a few hundred scans of long strings instead of one call
 * per ticket. A changed ticket only spoils its own block.
 */
export class SearchText {
  readonly #texts: string[] = [];
  #found: { readonly version: number; readonly terms: readonly string[]; readonly slots: Uint8Array } | null =
    null;
  readonly #blocks: ({ readonly text: string; readonly ends: Uint32Array } | null)[] = [];

  set(slot: number, text: string): void {
    while (this.#texts.length < slot) this.#texts.push('');
    this.#texts[slot] = text;
    this.#blocks[slot >> 9] = null;
  }

  matches(slot: number, terms: readonly string[]): boolean {
    const text = this.#texts[slot] ?? '';
    return terms.every((term) => text.includes(term));
  }

  /** 1 for each of `length` slots whose text has all terms. The last answer is kept for as long as `version` stays. */
  find(terms: readonly string[], version: number, length: number): Uint8Array {
    const last = this.#found?.version === version ? this.#found : null;
    if (last !== null && last.terms.join(' ') === terms.join(' ')) return last.slots;
    const slots = new Uint8Array(length);
    // Typed one letter further: a text with the longer words has the shorter ones within them.
    const isNarrower = last?.terms.every((before) => terms.some((term) => term.includes(before)));
    if (last !== null && isNarrower) this.#narrow(terms, last.slots, slots);
    else this.#mark(terms, slots);
    this.#found = { version, terms, slots };
    return slots;
  }

  #narrow(terms: readonly string[], within: Uint8Array, into: Uint8Array): void {
    for (let slot = 0; slot < within.length; slot += 1) {
      if (within[slot] === 1 && this.matches(slot, terms)) into[slot] = 1;
    }
  }

  /** Writes 1 into `into` for every slot whose text has all terms; `into` is empty before. */
  #mark(terms: readonly string[], into: Uint8Array): void {
    // The longest term is the rarest: only where it occurs are the others looked for.
    const [first = '', ...rest] = [...terms].sort((a, b) => b.length - a.length);
    for (let start = 0; start < this.#texts.length; start += slotsPerBlock) {
      const block = this.#block(start >> 9);
      let slot = 0;
      for (let at = block.text.indexOf(first); at !== -1; ) {
        while ((block.ends[slot] as number) <= at) slot += 1;
        if (rest.length === 0 || this.matches(start + slot, rest)) into[start + slot] = 1;
        at = block.text.indexOf(first, block.ends[slot] as number);
      }
    }
  }

  #block(number: number): { readonly text: string; readonly ends: Uint32Array } {
    const known = this.#blocks[number];
    if (known) return known;
    const texts = this.#texts.slice(number * slotsPerBlock, (number + 1) * slotsPerBlock);
    const ends = new Uint32Array(texts.length);
    let length = 0;
    texts.forEach((text, at) => {
      length += text.length + 1;
      ends[at] = length;
    });
    const block = { text: texts.join(fence) + fence, ends };
    this.#blocks[number] = block;
    return block;
  }
}
