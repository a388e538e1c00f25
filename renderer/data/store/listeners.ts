/** A set of listeners that grows a version with every call; for useSyncExternalStore. */
export class Listeners {
  readonly #listeners = new Set<() => void>();
  #version = 0;

  readonly version = (): number => this.#version;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly notify = (): void => {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  };
}
