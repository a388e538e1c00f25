import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { RemoteDevice } from '../../support/remote-device.ts';

const pokeSchema = z.object({ spaces: z.array(z.string()) });

/** Listens to the pokes of one server process, as a device does. */
export class PokeListener {
  readonly heard = new Set<string>();
  readonly #line: AbortController;

  private constructor(line: AbortController) {
    this.#line = line;
  }

  /** Resolves when the server has said hello: from then on every poke is heard. */
  static async open(device: RemoteDevice, origin: string): Promise<PokeListener> {
    const line = new AbortController();
    const response = await fetch(`${origin}/api/v1/events`, {
      headers: { authorization: `Bearer ${device.session.accessToken}` },
      signal: line.signal,
    });
    if (!response.ok || response.body === null) throw new Error(`events: ${response.status}`);
    const listener = new PokeListener(line);
    const lines = createInterface({ input: Readable.fromWeb(response.body as never) });
    await new Promise<void>((resolve, reject) => {
      listener.#listen(lines, resolve).then(() => reject(new Error('the stream ended')), reject);
    });
    return listener;
  }

  async #listen(lines: AsyncIterable<string>, isOpen: () => void): Promise<void> {
    let event = '';
    try {
      for await (const line of lines) {
        if (line.startsWith('event: ')) event = line.slice('event: '.length);
        if (!line.startsWith('data: ')) continue;
        if (event === 'hello') isOpen();
        if (event !== 'poke') continue;
        const { spaces } = pokeSchema.parse(JSON.parse(line.slice('data: '.length)));
        for (const space of spaces) this.heard.add(space);
      }
    } catch (error) {
      if (!this.#line.signal.aborted) throw error;
    }
  }

  close(): void {
    this.#line.abort();
  }
}
