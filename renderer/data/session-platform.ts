import { createBrowserStorage, type DeviceStorage } from '../platform/device-storage.ts';
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
  /** What keeps data beside the database; left out: nothing does, and nobody knows how much room there is. */
  readonly storage?: DeviceStorage;
  readonly passwords: {
    make(password: string): Promise<PasswordVerifier | null>;
    fits(password: string, verifier: PasswordVerifier): Promise<boolean>;
  };
}

/** The platform of a window, in a browser or in the desktop app. */
export function browserPlatform(
  serverOrigin: string,
  storage: DeviceStorage = createBrowserStorage(navigator),
): SessionPlatform {
  return {
    storage,
    environment: systemEnvironment(serverOrigin),
    openLine,
    startSync(start) {
      const worker = new Worker(new URL('./sync/worker.ts', import.meta.url), {
        type: 'module',
        name: 'sync',
      });
      worker.postMessage(start);
      return () => worker.terminate();
    },
    pause: yieldToWindow,
    passwords: { make: makeVerifier, fits: fitsVerifier },
  };
}

/** Lets the window draw and answer. Timers are no good for it: browsers make nested ones wait several milliseconds. */
function yieldToWindow(): Promise<void> {
  const { scheduler } = globalThis as { readonly scheduler?: { yield?(): Promise<void> } };
  return scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve, 0));
}
