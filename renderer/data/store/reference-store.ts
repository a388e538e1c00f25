import type { Opd, User } from '#shared/domain/reference.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import type { CompiledPolicy } from '#shared/sla/policy.ts';
import type { PolicyLookup } from '#shared/sla/policy-shelf.ts';
import type { CalendarRow, PolicyRow } from '#shared/sla/published.ts';
import type { RowOf } from '#shared/sync/rows.ts';
import type { ReferenceData } from '../contract.ts';
import type { DeskDatabase } from '../db/database.ts';
import { readDoc } from '../db/row-view.ts';
import type { PublishedShelf } from '../local/published-shelf.ts';
import { shippedPacks } from '../policies.ts';
import { Listeners } from './listeners.ts';

/** Offices, users, packs and days off in memory: some hundred rows, read whole whenever one of them changes. */
export class ReferenceStore implements ReferenceData {
  readonly #db: DeskDatabase;
  readonly #shelf: PublishedShelf;
  readonly #listeners = new Listeners();
  #opds: readonly Opd[] = [];
  #users: readonly User[] = [];
  #opdByCode: ReadonlyMap<string, Opd> = new Map();
  #userById: ReadonlyMap<string, User> = new Map();
  #policies: ReturnType<ReferenceData['policies']> = [];
  #calendars: readonly CalendarRow[] = [];

  readonly subscribe = this.#listeners.subscribe;
  readonly version = this.#listeners.version;
  readonly policy: PolicyLookup;

  constructor(db: DeskDatabase, shelf: PublishedShelf) {
    this.#db = db;
    this.#shelf = shelf;
    this.policy = shelf.find;
  }

  async load(): Promise<void> {
    const [opds, users] = await Promise.all([
      this.#stored('opd'),
      this.#stored('user'),
      this.#shelf.refresh(),
    ]);
    this.#opds = opds;
    this.#users = users;
    this.#opdByCode = new Map(opds.map((opd) => [opd.code, opd]));
    this.#userById = new Map(users.map((user) => [user.id, user]));
    this.#policies = this.#inOrder(this.#shelf.policies);
    this.#calendars = this.#shelf.calendars;
    this.#listeners.notify();
  }

  opds(): readonly Opd[] {
    return this.#opds;
  }

  opd(code: string): Opd | undefined {
    return this.#opdByCode.get(code);
  }

  users(): readonly User[] {
    return this.#users;
  }

  user(id: string): User | undefined {
    return this.#userById.get(id);
  }

  policyOf({ policy, opd }: Pick<Ticket, 'policy' | 'opd'>): CompiledPolicy | undefined {
    return this.policy(policy.name, policy.version, opd);
  }

  policies(): ReturnType<ReferenceData['policies']> {
    return this.#policies;
  }

  calendars(): readonly CalendarRow[] {
    return this.#calendars;
  }

  async #stored<K extends 'opd' | 'user'>(kind: K): Promise<RowOf<K>[]> {
    const records = await this.#db.rows.where('key').between(`${kind}|`, `${kind}|\uffff`).toArray();
    return records.flatMap((record) => readDoc(kind, 'doc' in record ? record.doc : undefined) ?? []);
  }

  /** Every version by name and then newest first; those that came with the app stand where the shelf has them. */
  #inOrder(rows: readonly PolicyRow[]): ReturnType<ReferenceData['policies']> {
    const ids = new Set(rows.map(({ pack }) => `${pack.name}.${pack.version}`));
    const shipped = shippedPacks().filter(
      ({ name, version }) =>
        !ids.has(`${name}.${version}`) && this.policy(name, version)?.pack.version === version,
    );
    return [
      ...rows.map((row) => ({ pack: row.pack, row })),
      ...shipped.map((pack) => ({ pack, row: null })),
    ].sort(({ pack: a }, { pack: b }) =>
      a.name < b.name ? -1 : a.name > b.name ? 1 : b.version - a.version,
    );
  }
}
