import type { SyncPorts } from './ports.ts';

/** The stream was cut, said nothing for too long (a half-dead connection never ends by itself), or is not what it should be. */
export class StreamBroken extends Error {}

/**
 * Splits a stream of bytes into lines of text. A last line without a line end was cut off and is not given.
 * Throws StreamBroken when it is cut, and after `silenceMs` without a byte.
 */
export async function* linesOf(
  stream: ReadableStream<Uint8Array>,
  ports: Pick<SyncPorts, 'sleep'>,
  silenceMs: number,
): AsyncGenerator<string, void> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let parts: string[] = [];
  try {
    while (true) {
      const { done, value } = await silentAfter(reader.read(), ports, silenceMs);
      if (done) return;
      const text = decoder.decode(value, { stream: true });
      let from = 0;
      for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
        parts.push(text.slice(from, end));
        yield parts.join('');
        parts = [];
        from = end + 1;
      }
      // Pieces are joined once a line is whole: lines of the first pull are hundreds of kilobytes long.
      if (from < text.length) parts.push(text.slice(from));
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** What is read, unless nothing comes for `ms`. Throws StreamBroken when it is cut or silent. */
export async function silentAfter<T>(
  read: Promise<T>,
  ports: Pick<SyncPorts, 'sleep'>,
  ms: number,
): Promise<T> {
  const waiting = new AbortController();
  const silence = ports.sleep(ms, waiting.signal).then(() => null);
  try {
    const first = await Promise.race([read.then((value) => ({ value })), silence]);
    if (first === null) throw new StreamBroken('silent');
    return first.value;
  } catch (error) {
    throw error instanceof StreamBroken ? error : new StreamBroken('cut', { cause: error });
  } finally {
    waiting.abort();
  }
}

/** Long enough for a server at which five hundred devices ask for everything at once. */
const beginMs = 180_000;

/**
 * Sends a request whose answer is a stream: nothing else bounds it, and a proxy that keeps it for ever would keep the
 * exchange, too. Throws StreamBroken where no answer begins; the request is given up then.
 */
export async function begunAnswer(
  send: (signal: AbortSignal) => Promise<Response>,
  ports: Pick<SyncPorts, 'sleep'>,
  own?: AbortSignal,
): Promise<Response> {
  const end = new AbortController();
  const signal = own === undefined ? end.signal : AbortSignal.any([own, end.signal]);
  try {
    return await silentAfter(send(signal), ports, beginMs);
  } catch (error) {
    end.abort();
    throw error;
  }
}
