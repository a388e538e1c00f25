/** Who wants to know that a ticket reads differently. */
export class TicketWatchers {
  readonly #watchers = new Map<string, Set<() => void>>();

  /** Returns "stop listening". */
  watch(id: string, changed: () => void): () => void {
    const watchers = this.#watchers.get(id) ?? new Set();
    this.#watchers.set(id, watchers);
    watchers.add(changed);
    return () => {
      watchers.delete(changed);
      if (watchers.size === 0 && this.#watchers.get(id) === watchers) this.#watchers.delete(id);
    };
  }

  wake(ticketIds: Iterable<string>): void {
    for (const id of ticketIds) {
      for (const watcher of [...(this.#watchers.get(id) ?? [])]) watcher();
    }
  }

  wakeAll(): void {
    this.wake([...this.#watchers.keys()]);
  }
}
