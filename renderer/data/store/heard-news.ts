import { aggregateOf } from '#shared/sync/rows.ts';
import type { SyncStatus } from '../contract.ts';
import { idOfKey, isReferenceKind, kindOfKey } from '../db/database.ts';
import type { FileCopy } from '../files/file-copy.ts';
import type { IndexFeed } from '../index/index-feed.ts';
import type { LocalStore } from '../local/mutate.ts';
import type { OlderService } from '../older/older-service.ts';
import type { Announcement } from '../sync/announcement.ts';
import type { ReferenceStore } from './reference-store.ts';
import type { ReviewStore } from './review-store.ts';
import type { WindowSyncMonitor } from './sync-monitor.ts';
import type { TicketWatchers } from './ticket-watchers.ts';

interface HeardDeps {
  readonly local: LocalStore;
  readonly fileCopy: FileCopy | null;
  readonly feed: IndexFeed;
  readonly watchers: TicketWatchers;
  readonly sync: WindowSyncMonitor;
  readonly review: ReviewStore;
  readonly reference: ReferenceStore;
  readonly older: Pick<OlderService, 'refresh'>;
}

/** What a window does about the announcements of the worker and of other windows. */
export class HeardNews {
  readonly #deps: HeardDeps;

  constructor(deps: HeardDeps) {
    this.#deps = deps;
  }

  hear(announcement: Announcement): void {
    switch (announcement.type) {
      case 'changed':
        this.#rowsChanged(announcement.keys);
        break;
      case 'packs':
        this.read(this.#deps.feed.packed(announcement.keys));
        break;
      case 'reset':
        this.#deps.local.copy?.takeBack(this.#deps.local.db).catch(() => undefined);
        this.read(this.#deps.feed.reset());
        this.read(this.#deps.older.refresh());
        this.#deps.watchers.wakeAll();
        break;
      case 'review':
        this.read(this.#reviewMoved());
        break;
      case 'status':
        this.#statusHeard(announcement.status);
        break;
      case 'trouble':
        this.#deps.sync.update({ phase: 'idle', online: false, problem: announcement.problem });
        break;
      case 'files':
        this.filesChanged(announcement.attachmentIds);
        this.#deps.fileCopy?.settle(announcement.attachmentIds).catch(() => undefined);
        break;
      case 'work':
        this.#deps.sync.update({ pending: announcement.pending });
        break;
      default:
        break;
    }
  }

  async #reviewMoved(): Promise<void> {
    const { review, sync } = this.#deps;
    await review.load();
    sync.update({ toReview: review.items().length });
  }

  #statusHeard(status: Extract<Announcement, { type: 'status' }>['status']): void {
    const before = this.#deps.sync.status().phase;
    const wasFirst = before === 'first_pull';
    this.#deps.sync.update(status);
    if (before !== status.phase && status.phase === 'idle') this.read(this.#deps.older.refresh());
    if (status.phase !== 'pushing') this.#tellJournal(status);
    if (wasFirst && status.phase !== 'first_pull') this.read(this.#deps.feed.checkComplete());
    // "Waiting to be sent" of a ticket changes with every confirmed push.
    this.#deps.watchers.wakeAll();
  }

  /** What the server has by now need not be kept twice; where the database is closed or full, the next start tells it. */
  #tellJournal(status: SyncStatus): void {
    const { copy, db } = this.#deps.local;
    copy?.settle(db, status).catch(() => undefined);
  }

  /** Where bytes of files are has changed: their tickets are drawn again. */
  filesChanged(attachmentIds: readonly string[]): void {
    this.#deps.watchers.wake(new Set(attachmentIds.map(aggregateOf)));
  }

  #rowsChanged(keys: readonly string[]): void {
    // First, so that tickets of the same announcement are judged by the packs that came with them.
    if (keys.some((key) => isReferenceKind(kindOfKey(key)))) {
      this.read(this.#deps.feed.referenceChanged(this.#deps.reference.load()));
    }
    this.read(this.#deps.feed.changed(keys));
    this.#deps.watchers.wake(new Set(keys.map((key) => aggregateOf(idOfKey(key)))));
  }

  /** What is read for the screens ends with the store; a failure while it is open is nobody's to catch here. */
  read(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      if (this.#deps.local.db.isOpen()) throw error;
    });
  }
}
