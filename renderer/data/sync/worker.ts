/// <reference lib="webworker" />
import { z } from 'zod';
import { systemEnvironment } from '../system-environment.ts';
import { openLine } from './announcement.ts';
import { exchangeDesk } from './exchange-desk.ts';

/** What the window tells its worker first. The worker ends with its window. */
const startSchema = z.object({ userId: z.string(), serverOrigin: z.string() });
export type WorkerStart = z.infer<typeof startSchema>;

const scope = globalThis as unknown as DedicatedWorkerGlobalScope;

scope.addEventListener('message', (event: MessageEvent<unknown>) => {
  const start = startSchema.safeParse(event.data);
  if (start.success) void run(start.data);
});

/** One syncer per profile and user: the lock goes to the next window when this one closes. */
async function run({ userId, serverOrigin }: WorkerStart): Promise<void> {
  const parts = {
    userId,
    environment: systemEnvironment(serverOrigin),
    line: openLine(userId),
    onConnected(listener: () => void) {
      scope.addEventListener('online', listener);
      return () => scope.removeEventListener('online', listener);
    },
  };
  const never = new AbortController().signal;
  await navigator.locks.request(`tanggap-sync-${userId}`, () => exchangeDesk(parts, never));
}
