import { maxChangesPerPull, maxMutationsPerPush } from '#shared/sync/protocol.ts';
import type { SyncPhase, SyncStatus } from '../contract.ts';
import { firstSequence, readMeta, writeMeta } from '../db/meta.ts';
import type { LocalStore } from '../local/mutate.ts';
import { askForNewKinds } from '../local/new-kinds.ts';
import { retryParked } from '../local/parked-rows.ts';
import { storageFailureOf } from '../local/storage-failure.ts';
import { Access } from './access.ts';
import type { Announcement } from './announcement.ts';
import { ServerApi } from './api.ts';
import type { Timing } from './clock.ts';
import { learnFromAnswer } from './clock-book.ts';
import type { ExchangeEnd } from './exchange-end.ts';
import { runFirstPull } from './first-pull.ts';
import { pullLateKinds } from './late-kinds.ts';
import { PieceSize } from './piece-size.ts';
import type { SyncPorts } from './ports.ts';
import { pullAll } from './pull.ts';
import { pushAll } from './push.ts';
import type { TokenStore } from './tokens.ts';

export interface EngineDeps {
  readonly store: LocalStore;
  readonly ports: SyncPorts;
  readonly tokens: TokenStore;
  announce(announcement: Announcement): void;
  /** Rows asked for in one pull; left out, the server's most. */
  readonly pageSize?: number;
}

/** So little goes at once over the worst of lines: seconds at 16 kbit/s. */
const leastRows = 25;
const leastMutations = 10;
/** Acknowledged mutations are kept this long, for a server that was restored from a back-up. */
const keepSentMs = 30 * 86_400_000;

/**
 * Exchanges with the server: first pull where needed, push, pull, until nothing is left.
 *
 * Invariants: one exchange at a time in a process, one process at a time in a profile (Web Lock of the caller); no
 * IndexedDB transaction waits for a request; every step may be cut off anywhere and is done again.
 */
export class SyncEngine {
  readonly #deps: EngineDeps;
  readonly #api: ServerApi;
  readonly #access: Access;
  readonly #pageSize: PieceSize;
  readonly #batchSize = new PieceSize(leastMutations, maxMutationsPerPush);
  #running: Promise<ExchangeEnd> | null = null;
  #status: SyncStatus = {
    online: false,
    phase: 'idle',
    pending: 0,
    toReview: 0,
    lastSyncAt: null,
    progress: null,
    clockOffsetMs: 0,
    problem: null,
  };

  constructor(deps: EngineDeps) {
    this.#deps = deps;
    this.#pageSize = new PieceSize(leastRows, deps.pageSize ?? maxChangesPerPull);
    this.#api = new ServerApi(deps.ports, (timing) => this.#learn(timing));
    this.#access = new Access(this.#api, deps.tokens, deps.store.deviceId, deps.ports);
  }

  get api(): ServerApi {
    return this.#api;
  }

  get access(): Access {
    return this.#access;
  }

  status(): SyncStatus {
    return this.#status;
  }

  /** A window has just committed work. */
  notePending(pending: number): void {
    this.#status = { ...this.#status, pending };
  }

  /** Reads what the last run left behind: unsent work, items to review, time of the last exchange, clock offset. */
  async start(): Promise<void> {
    const { db, shelf } = this.#deps.store;
    // Where the disk is full, the next start asks.
    await askForNewKinds(db).catch(() => undefined);
    const tried = await retryParked(this.#deps.store).catch(() => null);
    if (tried !== null && tried.keys.length > 0) this.#deps.announce({ type: 'changed', keys: tried.keys });
    if (tried?.reviewChanged === true) this.#deps.announce({ type: 'review' });
    await shelf.refresh();
    const {
      sequence = firstSequence,
      lastSyncAt,
      clock,
      snapshot,
    } = await readMeta(db, 'sequence', 'lastSyncAt', 'clock', 'snapshot');
    if (clock !== undefined) this.#deps.store.clock.open(clock, false);
    this.#tell({
      pending: sequence.next - 1 - sequence.pushed,
      toReview: await db.review.count(),
      lastSyncAt: lastSyncAt?.at ?? null,
      progress: snapshot === undefined ? null : { done: snapshot.done, total: snapshot.total },
    });
  }

  /** One exchange; a call during another one shares its end. */
  exchange(): Promise<ExchangeEnd> {
    this.#running ??= this.#exchange().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #exchange(): Promise<ExchangeEnd> {
    let end: ExchangeEnd;
    try {
      end = (await this.#attempt()) ?? { kind: 'done' };
      await this.#settle(end);
    } catch (error) {
      // The device's own storage failed (full, closed, broken): nothing of the step was kept, the next attempt repeats it.
      const { cause } = storageFailureOf(error);
      end = { kind: 'stuck', code: `storage_${cause}` };
      this.#tell({ phase: 'idle', problem: end.code });
    }
    return end;
  }

  async #attempt(): Promise<Exclude<ExchangeEnd, { kind: 'done' }> | null> {
    const { db } = this.#deps.store;
    const isFirst = (await readMeta(db, 'cursor')).cursor === undefined;
    let stopped = isFirst ? await this.#firstPull() : null;
    if (stopped === null) stopped = await this.#pushAndPull();
    if (stopped?.kind === 'start_over') {
      stopped = await this.#firstPull();
      if (stopped === null) stopped = await this.#pushAndPull();
    }
    return stopped;
  }

  async #pushAndPull(): Promise<Exclude<ExchangeEnd, { kind: 'done' }> | null> {
    const { store, announce, ports } = this.#deps;
    const api = this.#api;
    const access = this.#access;
    this.#tell({ phase: 'pushing' });
    const pushStopped = await this.#push();
    // What the server cannot take from us must not keep us from hearing of others; without a connection both stop.
    if (pushStopped !== null && pushStopped.kind !== 'stuck') return pushStopped;
    this.#tell({ phase: 'pulling' });
    const lateStopped = await pullLateKinds({ store, api, access, ports, announce });
    if (lateStopped !== null) return lateStopped;
    const between = async () => {
      if (pushStopped !== null) return null;
      const stopped = await this.#push();
      return stopped?.kind === 'stuck' ? null : stopped;
    };
    const pullStopped = await pullAll({ store, api, access, announce, between, size: this.#pageSize });
    return pullStopped ?? pushStopped;
  }

  #push(): Promise<Exclude<ExchangeEnd, { kind: 'done' }> | null> {
    const { db, clock } = this.#deps.store;
    const onConfirmed = (pending: number) => this.#tell({ pending, online: true });
    return pushAll({ db, api: this.#api, access: this.#access, clock, size: this.#batchSize, onConfirmed });
  }

  async #firstPull(): Promise<Exclude<ExchangeEnd, { kind: 'done' }> | null> {
    const { store, ports, announce } = this.#deps;
    this.#tell({ phase: 'first_pull', progress: this.#status.progress ?? { done: 0, total: 0 } });
    const deps = {
      store,
      ports,
      api: this.#api,
      access: this.#access,
      announce,
      onTiming: (timing: Timing) => this.#learn(timing),
      // How much is to come may be an estimate.
      onProgress: (done: number, total: number) =>
        this.#tell({ progress: { done, total: Math.max(done, total) }, online: true }),
    };
    let stopped = await runFirstPull(deps);
    // The server began another life while a first pull was interrupted: the stream is asked for from its beginning.
    if (stopped?.kind === 'start_over') stopped = await runFirstPull(deps);
    if (stopped === null) this.#tell({ progress: null });
    return stopped;
  }

  async #settle(end: ExchangeEnd): Promise<void> {
    const { db } = this.#deps.store;
    const { sequence = firstSequence } = await readMeta(db, 'sequence');
    const facts = { pending: sequence.next - 1 - sequence.pushed, toReview: await db.review.count() };
    if (end.kind === 'done') {
      const at = this.#deps.store.clock.now();
      await db.transaction('rw', db.meta, db.sent, async () => {
        await writeMeta(db, 'lastSyncAt', { at });
        await db.sent
          .where('acknowledgedAt')
          .below(at - keepSentMs)
          .delete();
      });
      this.#tell({ ...facts, phase: 'idle', online: true, lastSyncAt: at, problem: null });
      return;
    }
    const code = 'code' in end ? end.code : null;
    this.#tell({ ...facts, phase: phaseOf(end), online: end.kind !== 'offline', problem: code });
  }

  async #learn(timing: Timing): Promise<void> {
    const { store, announce } = this.#deps;
    await learnFromAnswer(store.db, store.clock, timing);
    announce({ type: 'clock', ...store.clock.state });
  }

  #tell(change: Partial<SyncStatus>): void {
    const clockOffsetMs = this.#deps.store.clock.offsetMs;
    this.#status = { ...this.#status, clockOffsetMs, ...change };
    this.#deps.announce({ type: 'status', status: this.#status });
  }
}

function phaseOf(end: Exclude<ExchangeEnd, { kind: 'done' }>): SyncPhase {
  switch (end.kind) {
    case 'offline':
    case 'signed_out':
    case 'too_old':
    case 'server_too_old':
      return end.kind;
    default:
      return 'idle';
  }
}
