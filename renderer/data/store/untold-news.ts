import type { Announcement, Line } from '../sync/announcement.ts';

/** What this window has done and others have not been told yet. */
export class UntoldNews {
  readonly #line: Line;
  readonly #pause: () => Promise<void>;
  readonly #untold: Announcement[] = [];

  constructor(line: Line, pause: () => Promise<void>) {
    this.#line = line;
    this.#pause = pause;
  }

  /** Tells the others in the next task: a message costs as much as a commit, and "saved" need not wait for it. */
  tellSoon(announcements: readonly Announcement[]): void {
    this.#untold.push(...announcements);
    if (this.#untold.length > announcements.length) return;
    void this.#pause().then(this.tell);
  }

  readonly tell = (): void => {
    for (const announcement of this.#untold.splice(0)) this.#line.send(announcement);
  };
}
