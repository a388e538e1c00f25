import type { BrowserFactory } from './db/database.ts';
import { type Line, openLine } from './sync/announcement.ts';
import type { WorkerStart } from './sync/worker.ts';
import { type Environment, systemEnvironment } from './system-environment.ts';
import { fitsVerifier, makeVerifier, type PasswordVerifier } from './system-password.ts';

/** What the service takes from the platform; tests hand in their own. */
export interface SessionPlatform {
  readonly environment: Environment;
  readonly factory?: BrowserFactory;
  openLine(userId: string): Line;
  /** Starts the worker that exchanges with the server; returns "stop". */
  startSync(start: WorkerStart): () => void;
  pause(): Promise<void>;
  /** Bytes this profile may still store; null where nobody knows. */
  readonly freeBytes?: () => Promise<number | null>;
  readonly passwords: {
    make(password: string): Promise<PasswordVerifier | null>;
    fits(password: string, verifier: PasswordVerifier): Promise<boolean>;
  };
}

/** The platform of a browser window. */
export function browserPlatform(serverOrigin: string): SessionPlatform {
  return {
    environment: systemEnvironment(serverOrigin),
    openLine,
    startSync(start) {
      const worker = new Worker(new URL('./sync/worker.ts', import.meta.url), {
        type: 'module',
        name: 'sync',
      });
      worker.postMessage(start);
      // The browser may throw data away under pressure unless the site is marked as worth keeping.
      void navigator.storage?.persist?.();
      return () => worker.terminate();
    },
    pause: yieldToWindow,
    async freeBytes() {
      const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
      return quota === undefined || usage === undefined ? null : quota - usage;
    },
    passwords: { make: makeVerifier, fits: fitsVerifier },
  };
}

/** Lets the window draw and answer. Timers are no good for it: browsers make nested ones wait several milliseconds. */
function yieldToWindow(): Promise<void> {
  const { scheduler } = globalThis as { readonly scheduler?: { yield?(): Promise<void> } };
  return scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve, 0));
}
