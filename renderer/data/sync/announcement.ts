import type { SyncStatus } from '../contract.ts';
import { clockSchema } from '../db/meta.ts';
import type { ClockState } from './clock-state.ts';

/** What tabs and the worker of one user tell each other. */
export type Announcement =
  /** Rows may read differently now. */
  | { readonly type: 'changed'; readonly keys: readonly string[] }
  | { readonly type: 'packs'; readonly keys: readonly string[] }
  /** Rows went in bulk: read everything again. */
  | { readonly type: 'reset' }
  | { readonly type: 'review' }
  | { readonly type: 'status'; readonly status: SyncStatus }
  /** Nothing is exchanged: the worker cannot open the device's storage, and tries again. A code as `status.problem`. */
  | { readonly type: 'trouble'; readonly problem: string }
  | ({ readonly type: 'clock' } & ClockState)
  /** There is something to send: so many mutations. */
  | { readonly type: 'work'; readonly pending: number }
  /** Something of the bytes of these attachments is different: sent, come, given up, forgotten. */
  | { readonly type: 'files'; readonly attachmentIds: readonly string[] }
  /** To the worker: files wait to be sent or fetched. */
  | { readonly type: 'transfer' }
  | { readonly type: 'sync_now' }
  /** To the worker: a window has just opened and knows no status yet. */
  | { readonly type: 'hello' }
  /** Signed in or out on this profile: the tokens are others now. */
  | { readonly type: 'session' };

/** The clock's state in an announcement; undefined in any other. A worker of an older version says less of it. */
export function clockIn(announcement: Announcement): ClockState | undefined {
  return announcement.type === 'clock' ? clockSchema.safeParse(announcement).data : undefined;
}

/** One end of the line between the tabs and the worker; a message reaches every other end, never the sender. */
export interface Line {
  send(announcement: Announcement): void;
  listen(listener: (announcement: Announcement) => void): () => void;
  close(): void;
}

/** The line of one user's desk in this profile. */
export function openLine(userId: string): Line {
  const channel = new BroadcastChannel(`tanggap-${userId}`);
  return {
    send: (announcement) => channel.postMessage(announcement),
    listen(listener) {
      // Messages of an older version of the app may still be open in another tab: unknown types fall through everywhere.
      const receive = (event: MessageEvent) => listener(event.data as Announcement);
      channel.addEventListener('message', receive);
      return () => channel.removeEventListener('message', receive);
    },
    close: () => channel.close(),
  };
}
