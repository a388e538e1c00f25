import { createHash } from 'node:crypto';
import type { Result } from '#shared/domain/result.ts';
import type { MutateFailure } from '../../renderer/data/contract.ts';
import { storageFailureOf } from '../../renderer/data/local/storage-failure.ts';
import { readEpoch } from '../../server/store/meta.ts';
import { type CursorSeen, checkCursor, checkEnd, type Violation } from './invariants.ts';
import { Ledger } from './ledger.ts';
import { SimNetwork } from './network.ts';
import { drawOperation } from './operations.ts';
import { createRandom, type Random } from './random.ts';
import { SimDesk } from './sim-desk.ts';
import type { SimServer } from './sim-server.ts';

/** One run of the simulated world. */
export interface Outcome {
  readonly seed: number;
  readonly violations: readonly Violation[];
  /** Hash of everything that happened: the same seed twice must give the same one. */
  readonly trace: string;
  readonly counts: Readonly<Record<string, number>>;
}

export interface RunOptions {
  readonly seed: number;
  readonly steps?: number;
  /** Told every line of the trace as it is written. */
  readonly onTrace?: (line: string) => void;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const year = 365 * 24 * hour;

const staff = [
  { username: 'budi', role: 'operator', scope: ['DINKES'] },
  { username: 'sari', role: 'supervisor', scope: ['DINKES', 'DINSOS'] },
  { username: 'wawan', role: 'technician', scope: ['DINKES'] },
  { username: 'rina', role: 'supervisor', scope: '*' },
  { username: 'joko', role: 'operator', scope: ['DINSOS'] },
] as const;

/** The whole world of one seed. */
class Run {
  readonly #server: SimServer;
  readonly #random: Random;
  readonly #hash = createHash('sha256');
  readonly #onTrace: (line: string) => void;
  readonly #network: SimNetwork;
  readonly #desks: SimDesk[] = [];
  readonly #ledger = new Ledger();
  readonly #heardAt = new Map<number, number>();
  readonly #cursors = new Map<number, CursorSeen>();
  /** Everybody who ever worked at a computer that changed hands. */
  readonly #guests = new Map<number, ReadonlySet<string>>();
  readonly #counts: Record<string, number> = {};
  readonly #violations: Violation[] = [];
  readonly #faultChance: number;
  #people = 0;

  constructor(server: SimServer, options: RunOptions) {
    this.#server = server;
    this.#random = createRandom(options.seed);
    this.#onTrace = options.onTrace ?? (() => undefined);
    this.#network = new SimNetwork(server, this.#random, (line) => this.#trace(line));
    this.#faultChance = this.#random.next() * 0.3;
  }

  async play(steps: number): Promise<Violation[]> {
    await this.#begin();
    for (let step = 0; step < steps && this.#violations.length === 0; step += 1) {
      // Work comes in bursts, with a pause of minutes or hours now and then.
      this.#server.pass(
        this.#random.chance(0.03) ? this.#random.below(180) * minute : this.#random.below(4) * second,
      );
      await this.#step();
    }
    if (this.#violations.length === 0) {
      await this.#heal();
      this.#violations.push(...(await checkEnd(this.#server, this.#desks, this.#ledger)));
    }
    return this.#violations;
  }

  get trace(): string {
    return this.#hash.digest('hex').slice(0, 16);
  }

  get counts(): Readonly<Record<string, number>> {
    return { ...this.#counts, saved: this.#ledger.saved.length };
  }

  #trace(line: string): void {
    const full = `${this.#server.now} ${line}`;
    this.#hash.update(`${full}\n`);
    this.#onTrace(full);
  }

  #count(what: string): void {
    this.#counts[what] = (this.#counts[what] ?? 0) + 1;
  }

  async #begin(): Promise<void> {
    await this.#server.begin();
    const many = 3 + this.#random.below(3);
    this.#people = many;
    for (const [no, { username, role, scope }] of staff.slice(0, many).entries()) {
      await this.#server.addUser(username, role, { scope: scope === '*' ? scope : [...scope] });
      const desk = new SimDesk(no, username, this.#server, this.#network);
      // One clock in four is wrong: by minutes, hours or years.
      if (this.#random.chance(0.25))
        desk.skewMs = Math.round(
          (this.#random.next() - 0.5) * this.#random.pick([20 * minute, 10 * hour, 20 * year]),
        );
      this.#desks.push(desk);
      await desk.signIn();
      await desk.exchangeDirectly();
      this.#heardAt.set(no, this.#server.now);
    }
  }

  async #step(): Promise<void> {
    const choice = this.#random.below(100);
    const desk = this.#random.pick(this.#desks);
    if (choice < 30) await this.#act(desk);
    else if (choice < 76) await this.#moveNetwork();
    else if (choice < 88) await this.#exchange(desk);
    else if (choice < 90) await this.#endApp(desk);
    else if (choice < 92) this.#armDevice(desk);
    else if (choice < 94) await this.#touchServer();
    else if (choice < 95) this.#touchClock(desk);
    else if (choice < 96) await this.#changeRights();
    else if (choice < 97) await this.#openWindow(desk);
    else if (choice < 98) await this.#changePeople(desk);
    else desk.isOnline = this.#random.chance(0.7);
  }

  async #act(desk: SimDesk): Promise<void> {
    if (!desk.isRunning && !(await this.#restart(desk))) return;
    const window = this.#random.pick(desk.windows);
    const word = this.#ledger.nextWord();
    const people = staff.slice(0, this.#people).map(({ username }) => username);
    const { tickets } = this.#ledger;
    const drawn = await desk.run(() =>
      drawOperation({ random: this.#random, desk: window, tickets, people, word }).catch(fullDisk),
    );
    if (drawn === null || drawn.value === null) return;
    const operation = drawn.value;
    const done = await desk.run(
      () =>
        window.mutate(operation.name as never, operation.args as never) as Promise<
          Result<unknown, MutateFailure>
        >,
    );
    const said = done === null ? 'died' : done.value.ok ? 'saved' : failureName(done.value.error);
    this.#trace(`act ${desk.no} ${operation.name} ${said}`);
    this.#count(said === 'saved' ? operation.name : `not saved: ${said}`);
    if (said !== 'saved') return;
    const heardAt = this.#heardAt.get(desk.no) ?? 0;
    this.#ledger.note(operation, { desk: desk.no, username: desk.username, at: this.#server.now, heardAt });
    if (operation.name !== 'ticket.register') return;
    // I4: whoever writes reads it at once.
    const read = await desk.run(() => window.ticket(String(operation.args.id)));
    if (read !== null && read.value === undefined)
      this.#violations.push({
        rule: 'I4',
        seen: `desk ${desk.no} does not see its own ticket ${operation.args.id}`,
      });
  }

  async #exchange(desk: SimDesk): Promise<void> {
    if (!desk.isRunning) return;
    if (desk.isExchanging) {
      desk.startExchange();
      return;
    }
    if (desk.lastEnd?.kind === 'signed_out') {
      const entered = await desk.run(() => desk.signIn());
      this.#trace(`sign in ${desk.no} ${entered?.value ?? 'died'}`);
      if (entered?.value !== true) return;
    }
    this.#trace(`exchange ${desk.no}`);
    this.#count('exchange');
    desk.startExchange();
    await desk.quiet();
  }

  async #moveNetwork(): Promise<void> {
    const moved = await this.#network.step(this.#faultChance);
    if (moved === null) return;
    const desk = this.#desks.find(({ no }) => no === moved);
    if (desk === undefined) return;
    await desk.quiet();
    if (!desk.isRunning) return;
    const epoch = await readEpoch(this.#server.db);
    const seen = this.#cursors.get(desk.no);
    const checked = await desk.run(() => checkCursor(this.#server, desk, seen, epoch));
    if (checked === null) return;
    this.#cursors.set(desk.no, checked.value.now);
    this.#violations.push(...checked.value.violations);
  }

  async #endApp(desk: SimDesk): Promise<void> {
    if (!desk.isRunning) {
      await this.#restart(desk);
      return;
    }
    const how = this.#random.pick(['kill', 'power'] as const);
    this.#trace(`end ${desk.no} ${how}`);
    this.#count(how);
    await desk.end(how);
    this.#cursors.delete(desk.no);
  }

  async #restart(desk: SimDesk): Promise<boolean> {
    const entered = await desk.restart();
    this.#trace(`restart ${desk.no} ${entered}`);
    return entered;
  }

  /** Something goes wrong on the device soon: a kill inside a transaction, right after a commit, or a full disk. */
  #armDevice(desk: SimDesk): void {
    const { process } = desk;
    const after = 1 + this.#random.below(25);
    const what = this.#random.pick(['dieAtWrite', 'dieAtCommit', 'fullAtWrite', 'space'] as const);
    if (what === 'space') process.fullAtWrite = null;
    else process[what] = after;
    this.#trace(`arm ${desk.no} ${what} ${after}`);
    this.#count(what);
  }

  async #touchServer(): Promise<void> {
    const what = this.#random.below(10);
    if (what < 5) {
      const after = this.#random.below(30);
      this.#server.dieAtStatement(after);
      this.#trace(`server dies at ${after}`);
      this.#count('server killed');
    } else if (what < 7 || !this.#server.hasBackup) {
      await this.#server.backUp();
      this.#trace('back-up');
      this.#count('back-up');
    } else {
      await this.#server.restore();
      this.#cursors.clear();
      this.#trace('restored');
      this.#count('restored');
    }
  }

  #touchClock(desk: SimDesk): void {
    desk.skewMs += Math.round(
      (this.#random.next() - 0.5) * this.#random.pick([4 * minute, 4 * hour, 4 * year]),
    );
    this.#trace(`clock ${desk.no} ${desk.skewMs}`);
    this.#count('clock set');
  }

  /** An administrator takes an office from somebody, gives one, or closes an account for a while. */
  async #changeRights(): Promise<void> {
    const desk = this.#random.pick(this.#desks);
    const scope = this.#random.pick([['DINKES'], ['DINSOS'], ['DINKES', 'DINSOS']]);
    const active = this.#random.chance(0.8);
    await this.#setRights(desk.username, { scope, active });
    this.#trace(`rights ${desk.username} ${scope} ${active}`);
    this.#count('rights changed');
  }

  async #setRights(username: string, change: Record<string, unknown>): Promise<void> {
    const row = await this.#server.db
      .selectFrom('stored_row')
      .select('doc')
      .where('kind', '=', 'user')
      .where('id', '=', username)
      .executeTakeFirst();
    if (row === undefined) return;
    const doc = { ...(row.doc as Record<string, unknown>), ...change };
    await this.#server.write([{ kind: 'user', id: username, doc } as never]);
  }

  /** Another person sits down at the computer, or the profile is copied to a new one. */
  async #changePeople(desk: SimDesk): Promise<void> {
    if (!desk.isRunning || desk.isExchanging) return;
    if (this.#random.chance(0.25) && this.#desks.length < 8) {
      await desk.quiet();
      const twin = new SimDesk(
        this.#desks.length,
        desk.username,
        this.#server,
        this.#network,
        await desk.store.copy(),
      );
      this.#desks.push(twin);
      this.#heardAt.set(twin.no, this.#heardAt.get(desk.no) ?? 0);
      this.#trace(`copied ${desk.no} to ${twin.no}`);
      this.#count('profile copied');
      return;
    }
    const others = staff.slice(0, this.#people).filter(({ username }) => username !== desk.username);
    const next = this.#random.pick(others).username;
    const before = desk.username;
    const entered = await desk.handOver(next);
    this.#trace(`hand over ${desk.no} to ${next} ${entered}`);
    this.#count('handed over');
    this.#guests.set(desk.no, new Set([...(this.#guests.get(desk.no) ?? []), desk.username, before]));
    this.#cursors.delete(desk.no);
    if (!entered) await this.#endApp(desk);
  }

  async #openWindow(desk: SimDesk): Promise<void> {
    if (!desk.isRunning || desk.windows.length > 2) return;
    await desk.run(() => desk.openWindow());
    this.#trace(`window ${desk.no} ${desk.windows.length}`);
  }

  /** Everything works again, and everybody exchanges until nothing is left to say. */
  async #heal(): Promise<void> {
    this.#trace('heal');
    this.#network.clear();
    await this.#server.restart();
    for (const desk of this.#desks) {
      await desk.quiet();
      desk.isOnline = true;
      const { process } = desk;
      process.dieAtWrite = process.dieAtCommit = process.fullAtWrite = null;
      for (const { username } of staff) await this.#setRights(username, { active: true });
      if (!desk.isRunning) await this.#restart(desk);
    }
    await this.#exchangeAll();
    // Work that waits for a person who is no longer at the computer is sent when that person comes back.
    for (const desk of this.#desks) {
      for (const username of this.#guests.get(desk.no) ?? []) {
        if (username === desk.username) continue;
        await desk.handOver(username);
        await this.#exchangeAll();
      }
    }
  }

  async #exchangeAll(): Promise<void> {
    for (let round = 0; round < 4; round += 1) {
      for (const desk of this.#desks) {
        let end = await desk.exchangeDirectly();
        if (end?.kind === 'signed_out') {
          await desk.signIn();
          end = await desk.exchangeDirectly();
        }
        this.#trace(`healed ${desk.no} ${JSON.stringify(end)}`);
        if (round === 3 && end?.kind !== 'done')
          this.#violations.push({ rule: 'I3', seen: `desk ${desk.no} ends with ${JSON.stringify(end)}` });
      }
    }
  }
}

/** Taking a ticket number writes as well; a full disk is a fair answer to it. */
function fullDisk(error: unknown): null {
  if (storageFailureOf(error).cause === 'quota') return null;
  throw error;
}

function failureName(failure: MutateFailure): string {
  return failure.kind === 'refused' ? failure.refusal.code : `storage ${failure.cause}`;
}

/** Plays one seed on a server that is begun anew for it. */
export async function simulate(server: SimServer, options: RunOptions): Promise<Outcome> {
  const run = new Run(server, options);
  let violations: readonly Violation[];
  try {
    violations = await run.play(options.steps ?? 250);
  } catch (error) {
    violations = [
      { rule: 'broken', seen: error instanceof Error ? (error.stack ?? error.message) : String(error) },
    ];
  }
  return { seed: options.seed, violations, trace: run.trace, counts: run.counts };
}
