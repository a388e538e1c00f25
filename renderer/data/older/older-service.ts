import { z } from 'zod';
import { err, ok, type Result } from '#shared/domain/result.ts';
import { type OlderWanted, olderLineSchema } from '#shared/sync/older.ts';
import { keyOf, olderKeys } from '../db/database.ts';
import { readMeta } from '../db/meta.ts';
import type { LocalStore } from '../local/mutate.ts';
import {
  beginOlder,
  finishOlder,
  forgetOlder,
  hasWhole,
  type OlderAnswer,
  type Range,
  storeOlder,
} from '../local/older-store.ts';
import { Listeners } from '../store/listeners.ts';
import type { Access } from '../sync/access.ts';
import type { Line } from '../sync/announcement.ts';
import type { ServerApi } from '../sync/api.ts';
import { endOf } from '../sync/exchange-end.ts';
import { linesOf, StreamBroken } from '../sync/lines.ts';
import type { SyncPorts } from '../sync/ports.ts';
import { tolerantChangeSchema } from '../sync/tolerant-answers.ts';
import type { OlderFailure, OlderState, OlderTickets } from './contract.ts';

export interface OlderDeps {
  readonly store: LocalStore;
  readonly api: Pick<ServerApi, 'older'>;
  readonly access: Pick<Access, 'call'>;
  readonly ports: Pick<SyncPorts, 'sleep' | 'alone'>;
  /** An end of the line between the windows: what is sent there reaches all of them, this one included, and the worker. */
  openLine(): Line;
}

type Loaded = Result<{ readonly found: number; readonly more: boolean }, OlderFailure>;

const silenceMs = 45_000;
const [headLine, ticketsLine, endLine] = olderLineSchema.options;
// Kinds of rows of a newer server are left out, not an error.
const lineSchema = z.discriminatedUnion('line', [
  headLine,
  ticketsLine.extend({ rows: z.array(tolerantChangeSchema) }),
  endLine,
]);

/**
 * Fetches older tickets for a window of the app. It writes beside the worker's pulls: each line is one transaction, and lies
 * under what pulls bring.
 */
export class OlderService implements OlderTickets {
  readonly #deps: OlderDeps;
  readonly #listeners = new Listeners();
  #state: OlderState = { since: null, count: 0, loading: null };
  /** The last ticket each search has brought so far. */
  readonly #searched = new Map<string, string>();

  constructor(deps: OlderDeps) {
    this.#deps = deps;
  }

  readonly state = (): OlderState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => this.#listeners.subscribe(listener);

  /** Looks at what the device has; to be called at the start, and when an exchange may have changed it. */
  async refresh(): Promise<void> {
    const { db } = this.#deps.store;
    const [{ cursor, snapshot }, count] = await Promise.all([
      readMeta(db, 'cursor', 'snapshot'),
      db.packs
        .where('key')
        .between(...olderKeys)
        .count(),
    ]);
    this.#tell({ since: (cursor ?? snapshot?.cursor)?.since ?? null, count });
  }

  async hasWhole(from: number, to: number): Promise<boolean> {
    const { cursor, older } = await readMeta(this.#deps.store.db, 'cursor', 'older');
    return cursor !== undefined && hasWhole(cursor.since, older, { from, to });
  }

  async load(wanted: OlderWanted): Promise<Loaded> {
    if (this.#state.loading !== null) return err('busy');
    this.#tell({ loading: { wanted, done: 0, total: 0 } });
    try {
      // One at a time, whichever window asks.
      const { ports, store } = this.#deps;
      return await ports.alone(`tanggap-older-${store.deviceId}`, () => this.#load(wanted));
    } catch (error) {
      // Cut, silent, or not what it should be: what is stored stays, and a period goes on behind it.
      return err(error instanceof StreamBroken ? 'offline' : 'storage');
    } finally {
      this.#tell({ loading: null });
      await this.refresh().catch(() => undefined);
    }
  }

  async forget(): Promise<void> {
    const gone = await forgetOlder(this.#deps.store);
    this.#searched.clear();
    this.#announce(gone);
    await this.refresh();
  }

  async #load(wanted: OlderWanted): Promise<Loaded> {
    const { store, api, access } = this.#deps;
    const { cursor } = await readMeta(store.db, 'cursor');
    if (cursor === undefined) return err('changed');
    // Where the device has everything, the server has nothing more.
    if (cursor.since === undefined) return ok({ found: 0, more: false });
    const period = 'from' in wanted ? wanted : null;
    const search = 'text' in wanted ? wanted.text : null;
    const after =
      period === null ? (this.#searched.get(search ?? '') ?? null) : await beginOlder(store, period);
    const request = { since: cursor.since, wanted, after };
    const answer = await access.call((token) => api.older(request, token));
    if (!answer.ok) return err(failureOf(endOf(answer.error).kind));
    return this.#take(answer.value, { epoch: cursor.epoch, since: cursor.since }, { period, search });
  }

  async #take(
    body: ReadableStream<Uint8Array>,
    answer: OlderAnswer,
    { period, search }: { readonly period: Range | null; readonly search: string | null },
  ): Promise<Loaded> {
    const { store, ports } = this.#deps;
    let found = 0;
    for await (const text of linesOf(body, ports, silenceMs)) {
      const line = readLine(text);
      if (line.line === 'head') {
        if (line.epoch !== answer.epoch) return err('changed');
        this.#progress(0, line.total);
      } else if (line.line === 'tickets') {
        const ids = await storeOlder(store, answer, line, period);
        if (ids === null) return err('changed');
        found += ids.length;
        if (search !== null) this.#searched.set(search, line.last);
        this.#progress(found);
        this.#announce(ids);
      } else {
        if (period !== null && !(await finishOlder(store, answer, period))) return err('changed');
        if (search !== null && !line.more) this.#searched.delete(search);
        return ok({ found, more: line.more });
      }
    }
    throw new StreamBroken('cut');
  }

  #announce(ticketIds: readonly string[]): void {
    const line = this.#deps.openLine();
    line.send({ type: 'changed', keys: ticketIds.map((id) => keyOf('ticket', id)) });
    line.close();
  }

  #progress(done: number, total = this.#state.loading?.total ?? 0): void {
    const { loading } = this.#state;
    if (loading !== null) this.#tell({ loading: { ...loading, done, total } });
  }

  #tell(change: Partial<OlderState>): void {
    this.#state = { ...this.#state, ...change };
    this.#listeners.notify();
  }
}

function failureOf(kind: ReturnType<typeof endOf>['kind']): OlderFailure {
  if (kind === 'offline' || kind === 'signed_out') return kind;
  return 'server';
}

/** One line of the answer, checked. Throws StreamBroken where it is none. */
function readLine(text: string) {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new StreamBroken('a line is not JSON');
  }
  const parsed = lineSchema.safeParse(json);
  if (!parsed.success) throw new StreamBroken('a line is not of this answer');
  return parsed.data;
}
