import type { Opd, User } from '#shared/domain/reference.ts';
import type { CompiledPolicy } from '#shared/sla/policy.ts';
import type { PolicyLookup } from '#shared/sla/policy-shelf.ts';
import type { ReferenceData } from '../contract.ts';
import type { DeskDatabase } from '../db/database.ts';
import { readDoc } from '../db/row-view.ts';
import { Listeners } from './listeners.ts';

/** Offices and users in memory: some hundred rows, read whole whenever one of them changes. */
export class ReferenceStore implements ReferenceData {
  readonly #db: DeskDatabase;
  readonly #policies: PolicyLookup;
  readonly #listeners = new Listeners();
  #opds: readonly Opd[] = [];
  #users: readonly User[] = [];
  #opdByCode: ReadonlyMap<string, Opd> = new Map();
  #userById: ReadonlyMap<string, User> = new Map();

  readonly subscribe = this.#listeners.subscribe;
  readonly version = this.#listeners.version;

  constructor(db: DeskDatabase, policies: PolicyLookup) {
    this.#db = db;
    this.#policies = policies;
  }

  async load(): Promise<void> {
    const [opds, users] = await Promise.all([
      this.#db.rows.where('key').between('opd|', 'opd|\uffff').toArray(),
      this.#db.rows.where('key').between('user|', 'user|\uffff').toArray(),
    ]);
    this.#opds = opds.flatMap((row) => readDoc('opd', 'doc' in row ? row.doc : undefined) ?? []);
    this.#users = users.flatMap((row) => readDoc('user', 'doc' in row ? row.doc : undefined) ?? []);
    this.#opdByCode = new Map(this.#opds.map((opd) => [opd.code, opd]));
    this.#userById = new Map(this.#users.map((user) => [user.id, user]));
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

  policy(name: string, version?: number): CompiledPolicy | undefined {
    return this.#policies(name, version);
  }
}
