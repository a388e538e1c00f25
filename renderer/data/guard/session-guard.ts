import { Listeners } from '../store/listeners.ts';
import type { DeskDemand, DeskGuard } from './contract.ts';
import type { OpenDeskGuard } from './desk-guard.ts';

/** The door of whichever desk is open. Nothing is looked at while nobody listens. */
export class SessionGuard implements DeskGuard {
  readonly #listeners = new Listeners();
  readonly #sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  #open: OpenDeskGuard | null = null;
  #count = 0;
  #end: AbortController | null = null;

  /** Of the desk that was left: nobody sees it while it closes. */
  #left: DeskDemand | null = null;

  readonly demand = (): DeskDemand | null => this.#open?.demand() ?? this.#left;

  constructor(sleep: (ms: number, signal: AbortSignal) => Promise<void>) {
    this.#sleep = sleep;
  }

  /** The desk that is open from now on; null when it was left. */
  guards(open: OpenDeskGuard | null): void {
    this.#stop();
    this.#left = open === null ? this.demand() : null;
    this.#open = open;
    this.#listeners.notify();
    if (this.#count > 0) this.#start();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    const stop = this.#listeners.subscribe(listener);
    this.#count += 1;
    if (this.#count === 1) this.#start();
    return () => {
      stop();
      this.#count -= 1;
      if (this.#count === 0) this.#stop();
    };
  };

  readonly look = async (): Promise<void> => this.#open?.look();

  readonly postpone = (): void => this.#open?.postpone();

  #start(): void {
    const open = this.#open;
    if (open === null) return;
    const end = new AbortController();
    const stopListening = open.subscribe(() => this.#listeners.notify());
    end.signal.addEventListener('abort', stopListening, { once: true });
    this.#end = end;
    void open.watch(this.#sleep, end.signal);
  }

  #stop(): void {
    this.#end?.abort();
    this.#end = null;
  }
}
