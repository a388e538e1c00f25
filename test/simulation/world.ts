import { createHash } from 'node:crypto';
import { drawArchive } from './archive.ts';
import type { Violation } from './compare-desk.ts';
import type { CursorSeen } from './cursor-check.ts';
import { Ledger } from './ledger.ts';
import { SimNetwork } from './network.ts';
import { createRandom, type Random } from './random.ts';
import { SimDesk } from './sim-desk.ts';
import type { SimServer } from './sim-server.ts';

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;
export const year = 365 * day;

export const staff = [
  { username: 'budi', role: 'operator', scope: ['DINKES'] },
  { username: 'sari', role: 'supervisor', scope: ['DINKES', 'DINSOS'] },
  { username: 'wawan', role: 'technician', scope: ['DINKES'] },
  { username: 'rina', role: 'supervisor', scope: '*' },
  { username: 'joko', role: 'operator', scope: ['DINSOS'] },
] as const;

/** Everything there is in the world of one seed, and what was seen of it. */
export class World {
  readonly server: SimServer;
  readonly random: Random;
  readonly network: SimNetwork;
  readonly desks: SimDesk[] = [];
  readonly ledger = new Ledger();
  readonly heardAt = new Map<number, number>();
  readonly cursors = new Map<number, CursorSeen>();
  /** Everybody who ever worked at a computer that changed hands. */
  readonly guests = new Map<number, ReadonlySet<string>>();
  /** Tickets of imported history. */
  readonly imported: string[] = [];
  readonly violations: Violation[] = [];
  readonly faultChance: number;
  readonly #hash = createHash('sha256');
  readonly #onTrace: (line: string) => void;
  readonly #counts: Record<string, number> = {};
  #people = 0;

  constructor(server: SimServer, seed: number, onTrace: (line: string) => void) {
    this.server = server;
    this.random = createRandom(seed);
    this.#onTrace = onTrace;
    this.network = new SimNetwork(server, this.random, (line) => this.trace(line));
    this.faultChance = this.random.next() * 0.3;
  }

  /** Those who have an account. */
  get people(): readonly string[] {
    return staff.slice(0, this.#people).map(({ username }) => username);
  }

  get counts(): Readonly<Record<string, number>> {
    return { ...this.#counts, saved: this.ledger.saved.length };
  }

  /** One line of what happens. */
  trace(line: string): void {
    const full = `${this.server.now} ${line}`;
    this.#hash.update(`${full}\n`);
    this.#onTrace(full);
  }

  /** Hash of all lines; ends the trace. */
  endTrace(): string {
    return this.#hash.digest('hex').slice(0, 16);
  }

  count(what: string): void {
    this.#counts[what] = (this.#counts[what] ?? 0) + 1;
  }

  /** A server, with history in some worlds, and three to five people, each logged in at a computer. */
  async begin(): Promise<void> {
    await this.server.begin();
    if (this.random.chance(0.3)) await this.importHistory();
    const many = 3 + this.random.below(3);
    this.#people = many;
    for (const [no, { username, role, scope }] of staff.slice(0, many).entries()) {
      await this.server.addUser(username, role, { scope: scope === '*' ? scope : [...scope] });
      const desk = new SimDesk(no, username, this.server, this.network);
      // One clock in four is wrong: by minutes, hours or years.
      if (this.random.chance(0.25))
        desk.skewMs = Math.round(
          (this.random.next() - 0.5) * this.random.pick([20 * minute, 10 * hour, 20 * year]),
        );
      this.desks.push(desk);
      await desk.signIn();
      await desk.exchangeDirectly();
      this.heardAt.set(no, this.server.now);
    }
  }

  /** History comes to the server from elsewhere. */
  async importHistory(): Promise<void> {
    const rows = drawArchive(this.random, this.server.now, this.imported.length);
    const ids = rows.filter(({ kind }) => kind === 'ticket').map(({ id }) => id);
    await this.server.write(rows);
    this.imported.push(...ids);
    // Worked on now and then, like all that is old.
    this.ledger.tickets.unshift(...ids);
    this.trace(`imported ${ids.length}`);
  }

  async restartDesk(desk: SimDesk): Promise<boolean> {
    const entered = await desk.restart();
    this.trace(`restart ${desk.no} ${entered}`);
    return entered;
  }

  async setRights(username: string, change: Record<string, unknown>): Promise<void> {
    const row = await this.server.db
      .selectFrom('stored_row')
      .select('doc')
      .where('kind', '=', 'user')
      .where('id', '=', username)
      .executeTakeFirst();
    if (row === undefined) return;
    const doc = { ...(row.doc as Record<string, unknown>), ...change };
    await this.server.write([{ kind: 'user', id: username, doc } as never]);
  }
}
