import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a run has started and must end again, the last first; also when it is interrupted. */
export class Workplace {
  readonly folder = mkdtempSync(join(tmpdir(), 'tanggap-line-'));
  readonly #ends: (() => Promise<void>)[] = [];
  #closing: Promise<void> | null = null;

  /** Notes how to end something, and gives it back. */
  keep<T>(started: T, end: (started: T) => Promise<void>): T {
    this.#ends.push(() => end(started));
    return started;
  }

  /** The same end for all who ask. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (const end of this.#ends.reverse()) await end().catch(() => undefined);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
