export interface PaceDeps {
  /** Lets the window draw and answer between two pieces of work. */
  pause(): Promise<void>;
  /** Elapsed time in ms, from any start. */
  monotonicNow(): number;
  /** Resolves after so many ms. */
  sleep(ms: number): Promise<void>;
}

/** The window is let draw and answer after so much work, ms: half a frame. */
const sliceMs = 8;
/** While much is read, the list shows what came so often, ms: every showing draws it anew. */
const showEveryMs = 250;

/** How much of the window's time filling the list may take, and how often it shows what came. */
export class Pace {
  readonly #deps: PaceDeps;
  readonly #show: () => void;
  #sliceStart = 0;
  #shownAt = Number.NEGATIVE_INFINITY;
  #willShow = false;

  constructor(deps: PaceDeps, show: () => void) {
    this.#deps = deps;
    this.#show = show;
  }

  /** A new piece of work begins: the time before it does not count. */
  begin(): void {
    this.#sliceStart = this.#deps.monotonicNow();
  }

  /** Lets the window draw and answer where the slice is used up. */
  async breathe(): Promise<void> {
    const { monotonicNow, pause } = this.#deps;
    if (monotonicNow() - this.#sliceStart < sliceMs) return;
    await pause();
    this.#sliceStart = monotonicNow();
  }

  /** Shows what was put in: at once after a time without showing, else when that time has passed. */
  showSoon(): void {
    const left = this.#shownAt + showEveryMs - this.#deps.monotonicNow();
    if (left <= 0) this.#showNow();
    else if (!this.#willShow) {
      this.#willShow = true;
      void this.#deps.sleep(left).then(() => this.#showNow());
    }
  }

  #showNow(): void {
    this.#willShow = false;
    this.#show();
    this.#shownAt = this.#deps.monotonicNow();
  }
}
