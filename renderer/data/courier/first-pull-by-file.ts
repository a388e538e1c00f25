import type { AnswerLine } from '#shared/sync/courier.ts';
import type { Cursor } from '#shared/sync/protocol.ts';
import { type RowKind, rowKinds } from '#shared/sync/rows.ts';
import { idOfDoc } from '../db/database.ts';
import { type MetaValue, readMeta } from '../db/meta.ts';
import type { LocalStore } from '../local/mutate.ts';
import { beginSnapshot, finishSnapshot, isSameHead, storeSnapshotLines } from '../local/snapshot-store.ts';
import type { Announcement } from '../sync/announcement.ts';
import { reaches } from './apply-page.ts';

type FirstPullLine = Extract<AnswerLine, { line: 'head' | 'rows' | 'end' }>;
type RowsLine = Extract<FirstPullLine, { line: 'rows' }>;

/**
 * A first pull whose lines come out of files. It ends the one under way with the same head, wherever that was begun or
 * went on; one with another head was begun over the line, is newer, and is left alone. Where the device has got all of it
 * in another way since it asked, nothing is begun: what the desk shows would go, and come back with the last file only.
 */
export class FirstPullByFile {
  readonly #store: LocalStore;
  readonly #announce: (announcement: Announcement) => void;
  #head: Cursor | null;

  /** @param head of the answer's earlier parts; null where this is the first. */
  constructor(store: LocalStore, announce: (announcement: Announcement) => void, head: Cursor | null) {
    this.#store = store;
    this.#announce = announce;
    this.#head = head;
  }

  get head(): Cursor | null {
    return this.#head;
  }

  /** Returns how many rows came. */
  async take(line: FirstPullLine): Promise<number> {
    if (line.line === 'head') {
      this.#head = line.cursor;
      if (await this.#hasAll(line.cursor)) this.#head = null;
      else if ((await this.#underWay()) === undefined) {
        await beginSnapshot(this.#store, line);
        this.#announce({ type: 'reset' });
      }
      return 0;
    }
    const head = this.#head;
    const underWay = await this.#underWay();
    if (underWay === undefined || head === null) return 0;
    if (line.line === 'end') {
      const keys = await finishSnapshot(this.#store, head);
      if (keys !== null) this.#announce({ type: 'changed', keys });
      return 0;
    }
    const kind = knownKind(line.kind);
    if (kind === null || isStored(kind, line, underWay.after)) return 0;
    const stored = await storeSnapshotLines(this.#store, head, [{ kind, docs: line.docs }]);
    if (stored === null) return 0;
    // Packs and days off first: windows judge the tickets by them.
    if (stored.rowKeys.length > 0) this.#announce({ type: 'changed', keys: stored.rowKeys });
    if (stored.packKeys.length > 0) this.#announce({ type: 'packs', keys: stored.packKeys });
    return line.docs.length;
  }

  async #hasAll(head: Cursor): Promise<boolean> {
    const { cursor } = await readMeta(this.#store.db, 'cursor');
    return cursor !== undefined && reaches(cursor, head);
  }

  async #underWay(): Promise<MetaValue<'snapshot'> | undefined> {
    const { snapshot } = await readMeta(this.#store.db, 'snapshot');
    const isOurs = snapshot !== undefined && isSameHead(snapshot.cursor, this.#head);
    return isOurs ? snapshot : undefined;
  }
}

function knownKind(kind: string): RowKind | null {
  return (rowKinds as readonly string[]).includes(kind) ? (kind as RowKind) : null;
}

/** True where the stream has been stored beyond these rows: kinds in their order, ids descending. */
function isStored(kind: RowKind, { docs }: RowsLine, after: MetaValue<'snapshot'>['after']): boolean {
  const last = docs.at(-1);
  const id = last === undefined ? undefined : idOfDoc(kind, last);
  if (after === null || id === undefined) return false;
  const order = rowKinds.indexOf(kind) - rowKinds.indexOf(after.kind);
  return order < 0 || (order === 0 && id >= after.id);
}
