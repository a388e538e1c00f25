import type { TicketKind } from '#shared/domain/codes.ts';
import type { JournalEntry } from '#shared/domain/journal.ts';
import type { User } from '#shared/domain/reference.ts';
import { ok, type Result } from '#shared/domain/result.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import type { FormRecord } from '#shared/forms/form.ts';
import type { MutationArgs, MutationName } from '#shared/mutations/registry.ts';
import type { AdminService, DeskStore, DraftStore, MutateFailure, ReviewItem } from '../contract.ts';
import type { CourierService } from '../courier/contract.ts';
import { keyOf } from '../db/database.ts';
import { firstSequence, readMeta } from '../db/meta.ts';
import { DeskFileBox } from '../files/file-box.ts';
import type { FileCopy } from '../files/file-copy.ts';
import { DeskIndex } from '../index/desk-index.ts';
import { IndexFeed } from '../index/index-feed.ts';
import { type Committed, type Companion, type LocalStore, mutateLocally } from '../local/mutate.ts';
import { wouldRefuse } from '../local/would-refuse.ts';
import type { OlderService } from '../older/older-service.ts';
import type { RescueIntake } from '../rescue/contract.ts';
import type { Line } from '../sync/announcement.ts';
import { noteMoves } from '../sync/clock-book.ts';
import { watchClock } from './clock-watch.ts';
import { createDraftStore } from './draft-store.ts';
import { HeardNews } from './heard-news.ts';
import { ReferenceStore } from './reference-store.ts';
import { ReviewStore } from './review-store.ts';
import type { StorageMonitor } from './storage-monitor.ts';
import { WindowSyncMonitor } from './sync-monitor.ts';
import { monthOf, reserveTicketNumber } from './ticket-numbers.ts';
import { openRows, type TicketReader } from './ticket-reader.ts';
import { TicketWatchers } from './ticket-watchers.ts';
import { UntoldNews } from './untold-news.ts';

export interface DeskStoreDeps {
  readonly local: LocalStore;
  readonly me: User;
  readonly line: Line;
  readonly admin: AdminService;
  readonly courier: CourierService;
  readonly older: OlderService;
  readonly rescue: RescueIntake;
  readonly storage: StorageMonitor;
  /** The second copy of bytes that wait to be sent; null where there is no journal. */
  readonly fileCopy: FileCopy | null;
  newId(): string;
  /** Lets the window draw between two pieces of work. */
  pause(): Promise<void>;
  /** Elapsed time in ms, from any start. */
  monotonicNow(): number;
  sleep(ms: number): Promise<void>;
  /** Bytes this profile may still store; null where nobody knows. */
  freeBytes(): Promise<number | null>;
  /** Ends the worker. */
  stopSync(): void;
}

/** The store of one window. It reads and mutates; exchanging with the server is the worker's work alone. */
export class WindowDeskStore implements DeskStore {
  readonly me: User;
  readonly device: { readonly id: string; readonly code: string };
  readonly reference: ReferenceStore;
  readonly index: DeskIndex;
  readonly sync: WindowSyncMonitor;
  readonly review: ReviewStore;
  readonly drafts: DraftStore;
  readonly files: DeskFileBox;
  readonly admin: AdminService;
  readonly courier: CourierService;
  readonly older: OlderService;
  readonly rescue: RescueIntake;
  readonly storage: StorageMonitor;
  readonly #deps: DeskStoreDeps;
  readonly #reader: TicketReader;
  readonly #feed: IndexFeed;
  readonly #news: HeardNews;
  readonly #watchers = new TicketWatchers();
  readonly #stopListening: () => void;
  readonly #untold: UntoldNews;

  constructor(deps: DeskStoreDeps) {
    const { local, line } = deps;
    const { db, view, shelf } = local;
    this.#deps = deps;
    this.#untold = new UntoldNews(line, deps.pause);
    this.me = deps.me;
    this.device = { id: local.deviceId, code: local.deviceCode };
    this.reference = new ReferenceStore(db, shelf);
    const nameOf = (id: string) => this.reference.user(id)?.name ?? id;
    const reread = (ids: readonly string[]) => {
      this.#news.read(this.#feed.changed(ids.map((id) => keyOf('ticket', id))));
    };
    this.index = new DeskIndex({ me: local.userId, policies: shelf.find, nameOf, reread }, this.now());
    this.sync = new WindowSyncMonitor(() => line.send({ type: 'sync_now' }));
    this.review = new ReviewStore({
      db,
      mutate: (name, args, settles) => this.#mutate(name, args, settles),
      wouldRefuse: (name, args) => wouldRefuse(local, name, args),
      ticket: (id) => this.ticket(id),
      attach: (ticketId, file, settles) => this.files.add(ticketId, file, settles),
      changed: () => this.#reviewDecided(),
    });
    this.drafts = createDraftStore(db, () => this.now());
    this.admin = deps.admin;
    this.courier = deps.courier;
    this.older = deps.older;
    this.rescue = deps.rescue;
    this.storage = deps.storage;
    this.#reader = openRows(db, view);
    this.files = new DeskFileBox({
      db,
      copy: deps.fileCopy,
      attachments: (ticketId) => this.#reader.attachments(ticketId),
      mutate: (args, companion, settles) => this.#mutate('attachment.add', args, settles, companion),
      newId: deps.newId,
      now: () => this.now(),
      freeBytes: deps.freeBytes,
      changed: (attachmentIds) => {
        this.#news.filesChanged(attachmentIds);
        line.send({ type: 'files', attachmentIds });
      },
      wake: () => line.send({ type: 'transfer' }),
    });
    const { pause, monotonicNow, sleep } = deps;
    this.#feed = new IndexFeed({ db, view, shelf, index: this.index, pause, monotonicNow, sleep });
    this.#news = new HeardNews({
      local,
      fileCopy: deps.fileCopy,
      feed: this.#feed,
      watchers: this.#watchers,
      sync: this.sync,
      review: this.review,
      reference: this.reference,
      older: this.older,
    });
    this.#stopListening = line.listen((announcement) => this.#news.hear(announcement));
    watchClock(local, line, (clockOffsetMs) => {
      this.sync.update({ clockOffsetMs });
      local.copy?.noteSkews(db).catch(() => undefined);
    });
    globalThis.addEventListener?.('pagehide', this.#untold.tell);
  }

  /** Reads what the first screen needs. The list fills itself afterwards; `listed` resolves when it is complete. */
  async start(): Promise<{ readonly listed: Promise<void> }> {
    const { db } = this.#deps.local;
    const meta = await readMeta(db, 'sequence', 'lastSyncAt', 'clock');
    const { clock } = this.#deps.local;
    const { next, pushed } = meta.sequence ?? firstSequence;
    if (meta.clock !== undefined) clock.open(meta.clock, true);
    // What waits was made before the app was closed: a clock that was set meanwhile says nothing of it.
    if (next - 1 > pushed) await noteMoves(db, clock).catch(() => false);
    this.index.tick(this.now());
    await Promise.all([this.reference.load(), this.review.load(), this.older.refresh()]);
    this.sync.update({
      pending: next - 1 - pushed,
      toReview: this.review.items().length,
      lastSyncAt: meta.lastSyncAt?.at ?? null,
      clockOffsetMs: clock.offsetMs,
    });
    this.#deps.line.send({ type: 'hello' });
    return { listed: this.#feed.load() };
  }

  async mutate<N extends MutationName>(
    name: N,
    args: MutationArgs<N>,
  ): Promise<Result<{ mutationId: number }, MutateFailure>> {
    const done = await this.#mutate(name, args);
    if (!done.ok) return done;
    if (done.value === null) throw new Error('only a decision can find its item settled');
    return ok({ mutationId: done.value.mutationId });
  }

  async nextTicketNumber(kind: TicketKind, opd: string): Promise<string> {
    const office = this.reference.opd(opd);
    const zone = this.reference.policy(office?.policy ?? '')?.pack.timeZone ?? 'Asia/Jakarta';
    const { db, deviceCode } = this.#deps.local;
    return reserveTicketNumber(db, deviceCode, { kind, opd, month: monthOf(this.now(), zone) });
  }

  newId(): string {
    return this.#deps.newId();
  }

  now(): number {
    return this.#deps.local.clock.now();
  }

  ticket(id: string): Promise<Ticket | undefined> {
    return this.#reader.ticket(id);
  }

  async ticketByNumber(number: string): Promise<Ticket | undefined> {
    const id = this.index.idOfNumber(number);
    return id === undefined ? undefined : this.#reader.ticket(id);
  }

  journal(ticketId: string): Promise<JournalEntry[]> {
    return this.#reader.journal(ticketId);
  }

  forms(ticketId: string): Promise<FormRecord[]> {
    return this.#reader.forms(ticketId);
  }

  watchTicket(id: string, changed: () => void): () => void {
    return this.#watchers.watch(id, changed);
  }

  pendingCount(ticketId: string): Promise<number> {
    return this.#reader.pendingCount(ticketId);
  }

  ticketsForPeriod(from: number, to: number): Promise<Ticket[]> {
    return this.#reader.ticketsForPeriod(from, to, this.#deps.pause);
  }

  async close(): Promise<void> {
    this.#untold.tell();
    globalThis.removeEventListener?.('pagehide', this.#untold.tell);
    this.#stopListening();
    this.#deps.stopSync();
    this.#deps.line.close();
    this.#deps.local.db.close();
  }

  async #mutate(
    name: string,
    args: unknown,
    settles?: string | ReviewItem,
    companion?: Companion,
  ): Promise<Result<Committed | null, MutateFailure>> {
    const done = await mutateLocally(this.#deps.local, name, args, settles, companion);
    if (!done.ok || done.value === null) return done;
    const { writes, pending, ticketId } = done.value;
    for (const [key, doc] of writes) this.#feed.wrote(key, doc);
    this.sync.update({ pending });
    this.#watchers.wake([ticketId]);
    this.#untold.tellSoon([
      { type: 'changed', keys: [...writes.keys()] },
      { type: 'work', pending },
    ]);
    return done;
  }

  #reviewDecided(): void {
    this.sync.update({ toReview: this.review.items().length });
    this.#deps.line.send({ type: 'review' });
  }
}
