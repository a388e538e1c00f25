import { backoffMs } from './backoff.ts';
import type { SyncEngine } from './engine.ts';
import type { ExchangeEnd } from './exchange-end.ts';
import type { SyncPorts } from './ports.ts';

/** With pokes arriving, polling is only a safety net; without them it is how others' work is heard of. */
const pollMs = { live: 120_000, quiet: 20_000 };
const stuckMs = 300_000;

/** Who wakes the loop. `now` is a person or a fresh connection; `work` and `poke` do not break a back-off. */
export type Wake = 'now' | 'work' | 'poke' | 'session';

/** Runs exchanges for as long as it lives: at once when there is work or news, else by polling with back-off and jitter. */
export class SyncLoop {
  readonly #engine: Pick<SyncEngine, 'exchange'>;
  readonly #ports: SyncPorts;
  #failures = 0;
  #isLive = false;
  #waiting: AbortController | null = null;
  #mayWork = true;
  #mayNow = true;
  /** Who asked during the exchange that is under way. */
  readonly #wanted = new Set<Wake>();

  constructor(engine: Pick<SyncEngine, 'exchange'>, ports: SyncPorts) {
    this.#engine = engine;
    this.#ports = ports;
  }

  /** Whether pokes arrive at present. */
  setLive(isLive: boolean): void {
    this.#isLive = isLive;
  }

  wake(cause: Wake): void {
    if (this.#waiting === null) this.#wanted.add(cause);
    else if (this.#isAllowed(cause)) this.#waiting.abort();
  }

  #isAllowed(cause: Wake): boolean {
    return cause === 'session' || (cause === 'now' ? this.#mayNow : this.#mayWork);
  }

  /** Returns when the signal is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const stop = () => this.#waiting?.abort();
    signal.addEventListener('abort', stop);
    while (!signal.aborted) {
      this.#wanted.clear();
      const end = await this.#engine.exchange();
      this.#failures = end.kind === 'done' ? 0 : this.#failures + 1;
      const ms = this.#delayAfter(end);
      this.#mayWork = end.kind === 'done';
      this.#mayNow = !(end.kind === 'later' && end.ms !== null);
      const isWantedAgain = [...this.#wanted].some((cause) => this.#isAllowed(cause));
      if (signal.aborted || isWantedAgain) continue;
      this.#waiting = new AbortController();
      await this.#ports.sleep(ms, this.#waiting.signal);
      this.#waiting = null;
    }
    signal.removeEventListener('abort', stop);
  }

  #delayAfter(end: ExchangeEnd): number {
    const { random } = this.#ports;
    switch (end.kind) {
      case 'done':
        return (this.#isLive ? pollMs.live : pollMs.quiet) * (0.75 + random() * 0.5);
      case 'later':
        // Spread: devices told the same number of seconds must not all come back in the same one.
        return end.ms === null ? backoffMs(this.#failures, random) : end.ms * (1 + random() * 0.25);
      case 'offline':
      case 'start_over':
        return backoffMs(this.#failures, random);
      default:
        return stuckMs * (0.75 + random() * 0.5);
    }
  }
}
