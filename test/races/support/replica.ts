import { sql } from 'kysely';
import type { Cursor } from '#shared/sync/protocol.ts';
import type { Db } from '../../../server/db/open.ts';
import { canonicalJson } from '../../../server/store/canonical.ts';
import type { RemoteDevice } from '../../support/remote-device.ts';

/** What a reader held after one page: versions reached, and how many journal entries of each space. */
interface Moment {
  readonly versions: Readonly<Record<string, number>>;
  readonly entries: ReadonlyMap<string, number>;
}

/** A reader that keeps every row it was sent, and remembers what it held after each page. */
export class Replica {
  readonly rows = new Map<string, string>();
  readonly moments: Moment[] = [];
  readonly #device: RemoteDevice;
  readonly #limit: number;
  readonly #journal = new Map<string, Set<string>>();
  #cursor: Cursor;

  constructor(device: RemoteDevice, limit: number) {
    this.#device = device;
    this.#limit = limit;
    this.#cursor = { epoch: device.session.epoch, versions: {} };
  }

  /** Pulls to the end. Throws where a version would run backwards. */
  async catchUp(): Promise<void> {
    for (;;) {
      const page = await this.#device.pull(this.#cursor, this.#limit);
      for (const [space, version] of Object.entries(this.#cursor.versions))
        if ((page.cursor.versions[space] ?? 0) < version) throw new Error(`${space} runs backwards`);
      for (const { kind, id, space, doc } of page.changes) {
        if (doc === null) this.rows.delete(`${kind}|${id}`);
        else this.rows.set(`${kind}|${id}`, canonicalJson(doc));
        if (kind === 'journal') this.#entriesOf(space).add(id);
      }
      this.#cursor = page.cursor;
      if (page.changes.length > 0) this.#remember();
      if (!page.more) return;
    }
  }

  #entriesOf(space: string): Set<string> {
    const known = this.#journal.get(space) ?? new Set();
    this.#journal.set(space, known);
    return known;
  }

  #remember(): void {
    const entries = new Map([...this.#journal].map(([space, ids]) => [space, ids.size]));
    this.moments.push({ versions: this.#cursor.versions, entries });
  }
}

/**
 * Moments at which a reader did not hold all journal entries up to the versions its cursor named. Entries are never
 * changed, so the database can say afterwards how many there were behind each version.
 */
export async function momentsWithGaps(db: Db, replica: Replica): Promise<readonly Moment[]> {
  const { rows } = await sql<{ space: string; version: number }>`
    SELECT space, version FROM stored_row WHERE kind = 'journal' ORDER BY space, version`.execute(db);
  const versions = Map.groupBy(rows, ({ space }) => space);
  return replica.moments.filter((moment) =>
    [...versions].some(([space, entries]) => {
      const reached = moment.versions[space] ?? 0;
      const due = entries.filter(({ version }) => version <= reached).length;
      return due !== (moment.entries.get(space) ?? 0);
    }),
  );
}
