import type { Announcement, Line } from '../../../renderer/data/sync/announcement.ts';

/** A line without a browser: every end hears what the others send, at once. */
export class MemoryHub {
  readonly #ends = new Set<{ readonly listeners: Set<(announcement: Announcement) => void> }>();
  readonly heard: Announcement[] = [];

  open(): Line {
    const own = { listeners: new Set<(announcement: Announcement) => void>() };
    this.#ends.add(own);
    return {
      send: (announcement) => {
        this.heard.push(announcement);
        for (const end of this.#ends) {
          if (end !== own) for (const listener of end.listeners) listener(structuredClone(announcement));
        }
      },
      listen: (listener) => {
        own.listeners.add(listener);
        return () => own.listeners.delete(listener);
      },
      close: () => this.#ends.delete(own),
    };
  }
}
