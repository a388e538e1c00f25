/** What a number of power cuts showed. */
export class Tally {
  readonly #acknowledged = new Set<string>();
  readonly #lost = new Set<string>();
  readonly #faults: string[] = [];
  readonly #say: (line: string) => void;
  #disks = 0;
  #cuts = 0;

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  /** A new disk: what has the same name as on the one before is something else. */
  beginDisk(title: string): void {
    this.#disks += 1;
    this.#say(`${title}, disk ${this.#disks}`);
  }

  /** One more cut: what had been acknowledged before it, what of that the copy holds, and what else is wrong with it. */
  add(acknowledged: Iterable<string>, isHeld: (what: string) => boolean, faults: readonly string[]): void {
    this.#cuts += 1;
    const before = [...acknowledged];
    const lost = before.filter((what) => !isHeld(what));
    for (const what of before) this.#acknowledged.add(`${this.#disks} ${what}`);
    for (const what of lost) this.#lost.add(`${this.#disks} ${what}`);
    this.#faults.push(...faults);
    const more = faults.length === 0 ? '' : `; ${faults.join('; ')}`;
    this.#say(`  cut ${this.#cuts}: ${before.length} acknowledged, ${lost.length} lost${more}`);
  }

  /** Something that must hold beside the cuts, such as what the server has at last. */
  fault(text: string): void {
    this.#faults.push(text);
    this.#say(`  ${text}`);
  }

  get isClean(): boolean {
    return this.#lost.size === 0 && this.#faults.length === 0;
  }

  get line(): string {
    const faults = this.#faults.length === 0 ? '' : `, ${this.#faults.length} other faults`;
    return `${this.#cuts} cuts, ${this.#acknowledged.size} acknowledged, ${this.#lost.size} lost${faults}`;
  }
}
