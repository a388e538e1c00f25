import { z } from 'zod';
import { type Cursor, snapshotLineSchema } from '#shared/sync/protocol.ts';
import { type RowKind, rowKinds } from '#shared/sync/rows.ts';
import type { Doc } from '../db/database.ts';
import { readMeta } from '../db/meta.ts';
import type { LocalStore } from '../local/mutate.ts';
import {
  beginSnapshot,
  finishSnapshot,
  isSameHead,
  type SnapshotLine,
  storeSnapshotLines,
} from '../local/snapshot-store.ts';
import type { Access } from './access.ts';
import type { Announcement } from './announcement.ts';
import type { ServerApi } from './api.ts';
import type { Timing } from './clock.ts';
import { type ExchangeEnd, endOf } from './exchange-end.ts';
import { linesOf, StreamBroken } from './lines.ts';
import type { SyncPorts } from './ports.ts';

export interface FirstPullDeps {
  readonly store: LocalStore;
  readonly api: ServerApi;
  readonly access: Access;
  readonly ports: SyncPorts;
  announce(announcement: Announcement): void;
  onTiming(timing: Timing): Promise<void>;
  onProgress(done: number, total: number): void;
}

const silenceMs = 45_000;
/** A device takes what is not over, and what was active in the present month or one of so many before it. */
const windowMonths = 13;
/** Lines that share a transaction: fewer commits, and little to fetch again after a cut. The first tickets go alone. */
const linesPerCommit = 4;

// A page of hundreds of rows is looked at row by row where it is read; here only its frame is checked.
const isDocs = (value: unknown): value is Doc[] =>
  Array.isArray(value) &&
  value.every((doc) => typeof doc === 'object' && doc !== null && !Array.isArray(doc));
const lineSchema = z.union([
  z.object({ line: z.literal('rows'), kind: z.string().max(60), docs: z.custom<Doc[]>(isDocs) }),
  snapshotLineSchema,
]);

/**
 * The first pull: stores the stream while it runs, resumes behind the last stored row after a cut. Returns null when it is
 * complete, else why it stopped; what came so far is kept.
 */
export async function runFirstPull(
  deps: FirstPullDeps,
): Promise<Exclude<ExchangeEnd, { kind: 'done' }> | null> {
  const { snapshot } = await readMeta(deps.store.db, 'snapshot');
  const after = snapshot?.after ?? null;
  const startedAt = deps.ports.monotonicNow();
  const { since } = snapshot?.cursor ?? {};
  // What was begun without a window (by an older app, by file) goes on without.
  const window = snapshot === undefined ? { months: windowMonths } : since === undefined ? {} : { since };
  const answer = await deps.access.call((token) => deps.api.snapshot({ after, ...window }, token));
  if (!answer.ok) return endOf(answer.error);
  try {
    return await takeStream(deps, answer.value, { startedAt, begun: snapshot?.cursor ?? null });
  } catch (error) {
    // Cut, silent, or not lines of JSON: all that is stored stays, the rest is asked for again.
    if (error instanceof StreamBroken) return { kind: 'offline' };
    if (error instanceof OtherBegun) return { kind: 'start_over' };
    throw error;
  }
}

/** Another first pull was begun by file while this one ran over the line: it goes on, from where it stands. */
class OtherBegun extends Error {}

async function takeStream(
  deps: FirstPullDeps,
  body: ReadableStream<Uint8Array>,
  { startedAt, begun }: { readonly startedAt: number; readonly begun: Cursor | null },
): Promise<Exclude<ExchangeEnd, { kind: 'done' }> | null> {
  const { store } = deps;
  let total = 0;
  let head: Cursor | null = null;
  let waiting: SnapshotLine[] = [];
  let hasTickets = false;
  let storing: Promise<void> = Promise.resolve();
  const flush = async () => {
    const lines = waiting;
    waiting = [];
    // One commit at a time; meanwhile the next lines are received and parsed.
    await storing;
    storing = lines.length === 0 ? Promise.resolve() : storeLines(deps, head, lines, total);
    storing.catch(() => undefined);
  };
  const lines = wholeLines(linesOf(body, deps.ports, silenceMs), async () => {
    await flush();
    await storing;
  });
  for await (const line of lines) {
    if (line.line === 'head') {
      const receivedAt = deps.ports.monotonicNow();
      await deps.onTiming({ durationMs: receivedAt - startedAt, serverTime: line.serverTime, receivedAt });
      const { snapshot } = await readMeta(store.db, 'snapshot');
      if (!isSameHead(snapshot?.cursor ?? null, begun)) throw new OtherBegun();
      const isPresent = snapshot?.cursor.epoch === line.cursor.epoch;
      if (!isPresent) {
        await beginSnapshot(store, line);
        deps.announce({ type: 'reset' });
        // Rows behind a resume point of another life of the server cannot be trusted to join up.
        if (snapshot !== undefined && snapshot.after !== null) return { kind: 'start_over' };
      }
      head = isPresent ? snapshot.cursor : line.cursor;
      total = snapshot?.total ?? line.total;
      deps.onProgress(snapshot?.done ?? 0, total);
    } else if (line.line === 'rows') {
      if (!isKnownKind(line.kind)) continue;
      waiting.push({ kind: line.kind, docs: line.docs as readonly Doc[] });
      // What the first screen waits for is stored and shown at once: the users, and the newest tickets.
      const isAwaited = line.kind === 'user' || (line.kind === 'ticket' && !hasTickets);
      if (line.kind === 'ticket') hasTickets = true;
      if (isAwaited || waiting.length >= linesPerCommit) await flush();
    } else {
      await flush();
      await storing;
      const keys = head === null ? null : await finishSnapshot(store, head);
      if (keys === null) throw new OtherBegun();
      deps.announce({ type: 'changed', keys });
      return null;
    }
  }
  await flush();
  await storing;
  return { kind: 'offline' };
}

/**
 * The lines that came whole. Where the stream breaks, those that wait are stored before that is told: on a line that breaks
 * every few seconds a first pull would otherwise never get on.
 */
async function* wholeLines(
  texts: AsyncGenerator<string, void>,
  keep: () => Promise<void>,
): AsyncGenerator<z.infer<typeof lineSchema>, void> {
  try {
    for await (const text of texts) yield readLine(text);
  } catch (error) {
    if (error instanceof StreamBroken) await keep();
    throw error;
  }
}

async function storeLines(
  deps: FirstPullDeps,
  head: Cursor | null,
  lines: readonly SnapshotLine[],
  total: number,
): Promise<void> {
  const stored = head === null ? null : await storeSnapshotLines(deps.store, head, lines);
  if (stored === null) throw new OtherBegun();
  // Packs and days off first: windows judge the tickets by them.
  if (stored.rowKeys.length > 0) deps.announce({ type: 'changed', keys: stored.rowKeys });
  if (stored.packKeys.length > 0) deps.announce({ type: 'packs', keys: stored.packKeys });
  deps.onProgress(stored.done, total);
}

/** One line of the stream, its frame checked. Throws StreamBroken where it is none. */
export function readLine(text: string): z.infer<typeof lineSchema> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new StreamBroken('a line is not JSON');
  }
  const parsed = lineSchema.safeParse(json);
  if (!parsed.success) throw new StreamBroken('a line is not of the first pull');
  return parsed.data;
}

function isKnownKind(kind: string): kind is RowKind {
  return (rowKinds as readonly string[]).includes(kind);
}
