/** What is done to programs at work, and where, as the lines of a tally say it. */
export interface TallyWords {
  /** What may make something acknowledged disappear, such as a cut of the power. */
  readonly event: string;
  /** What a row of them shares, such as a disk. */
  readonly place: string;
}

/** What a number of power cuts or kills showed. */
export class Tally {
  readonly #acknowledged = new Set<string>();
  readonly #lost = new Set<string>();
  readonly #faults: string[] = [];
  readonly #say: (line: string) => void;
  readonly #words: TallyWords;
  #places = 0;
  #events = 0;

  constructor(say: (line: string) => void, words: TallyWords) {
    this.#say = say;
    this.#words = words;
  }

  /** A new place, such as a new disk: what has the same name as in the one before is something else. */
  begin(title: string): void {
    this.#places += 1;
    this.#say(`${title}, ${this.#words.place} ${this.#places}`);
  }

  /**
   * One more event: what had been acknowledged before it, what of that is still held, and what else is wrong. `note` is
   * for whoever reads the line.
   */
  add(
    acknowledged: Iterable<string>,
    isHeld: (what: string) => boolean,
    faults: readonly string[],
    note = '',
  ): void {
    this.#events += 1;
    const before = [...acknowledged];
    const lost = before.filter((what) => !isHeld(what));
    for (const what of before) this.#acknowledged.add(`${this.#places} ${what}`);
    for (const what of lost) this.#lost.add(`${this.#places} ${what}`);
    this.#faults.push(...faults);
    const title = `${this.#words.event} ${this.#events}${note === '' ? '' : ` (${note})`}`;
    const more = faults.length === 0 ? '' : `; ${faults.join('; ')}`;
    const missing = lost.length === 0 ? '' : `: ${lost.slice(0, 5).join(', ')}`;
    this.#say(`  ${title}: ${before.length} acknowledged, ${lost.length} lost${missing}${more}`);
  }

  /** Something that must hold beside the events, such as what the server has at last. */
  fault(text: string): void {
    this.#faults.push(text);
    this.#say(`  ${text}`);
  }

  get isClean(): boolean {
    return this.#lost.size === 0 && this.#faults.length === 0;
  }

  get line(): string {
    const faults = this.#faults.length === 0 ? '' : `, ${this.#faults.length} other faults`;
    return `${this.#events} ${this.#words.event}s, ${this.#acknowledged.size} acknowledged, ${this.#lost.size} lost${faults}`;
  }
}
