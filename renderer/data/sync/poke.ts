import type { Access } from './access.ts';
import type { ServerApi } from './api.ts';
import { backoffMs } from './backoff.ts';
import { linesOf, StreamBroken } from './lines.ts';
import type { SyncPorts } from './ports.ts';

/** The server sends a beat more often than this; longer silence means that the connection is dead. */
const silenceMs = 60_000;

export interface PokeDeps {
  readonly api: ServerApi;
  readonly access: Access;
  readonly ports: SyncPorts;
  onPoke(): void;
  onLive(isLive: boolean): void;
}

/** Listens for the server's "something changed", reconnecting with back-off, until the signal is aborted. */
export async function listenForPokes(deps: PokeDeps, signal: AbortSignal): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    const answer = await deps.access.call((token) => deps.api.events(token, signal));
    if (answer.ok) {
      failures = 0;
      deps.onLive(true);
      // Whatever happened while nobody listened is asked for once.
      deps.onPoke();
      await readPokes(deps, answer.value);
      deps.onLive(false);
    }
    // An exchange finds out whether the server is gone, so that the status bar says so at once.
    if (!signal.aborted) deps.onPoke();
    failures += 1;
    await deps.ports.sleep(backoffMs(failures, deps.ports.random), signal);
  }
}

async function readPokes(deps: PokeDeps, body: ReadableStream<Uint8Array>): Promise<void> {
  try {
    for await (const line of linesOf(body, deps.ports, silenceMs)) {
      // Beats only show that the line is alive.
      if (line === 'event: poke') deps.onPoke();
    }
  } catch (error) {
    if (!(error instanceof StreamBroken)) throw error;
  }
}
