import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest';
import type { DeskStore, StorageStatus } from '../../../renderer/data/contract.ts';
import { DeskDatabase } from '../../../renderer/data/db/database.ts';
import { transfersOf } from './file-desk.ts';
import { JournalFolder } from './journal-folder.ts';
import { register, serverRows, sync, visibleRows } from './scene.ts';
import { TestProfile } from './test-profile.ts';
import { TestServer } from './test-server.ts';

/** One computer with the desktop app: its profile and its journal, and a desk with a ticket that the server has. */
export class JournalDesk {
  readonly server: TestServer;
  /** Id and user name of the operator. */
  readonly name: string;
  readonly folder = new JournalFolder();
  readonly profile: TestProfile;
  /** The ticket the server has. */
  ticket = '';
  #desk: DeskStore | null = null;

  constructor(server: TestServer, name: string) {
    this.server = server;
    this.name = name;
    this.profile = new TestProfile(server);
  }

  async open(): Promise<void> {
    this.profile.journal = this.folder.open();
    this.#desk = await this.profile.signIn(this.name);
    await this.exchange();
    this.ticket = await register(this.desk);
    await this.exchange();
    // The journal is told after the exchange has ended.
    await expect.poll(() => this.unsentInJournal()).toBe(0);
  }

  get desk(): DeskStore {
    if (this.#desk === null) throw new Error('no desk is open');
    return this.#desk;
  }

  /** One exchange of rows by the worker. */
  async exchange(): Promise<void> {
    const { engine, store } = await this.profile.worker(this.name);
    await sync({ engine });
    store.db.close();
  }
  /** One pass of the worker through the files. */
  async moveFiles(): Promise<void> {
    const { profile, desk } = this;
    const { engine, store } = await profile.worker(this.name);
    await transfersOf({ profile, engine, local: store, desk }).runOnce();
    store.db.close();
  }
  async note(text: string, id = this.ticket): Promise<void> {
    expect(await this.desk.mutate('ticket.note', { id, text })).toMatchObject({ ok: true });
  }
  async unsentInJournal(): Promise<number | undefined> {
    const marker = await this.folder.open().marker();
    return marker.ok ? marker.value.users[0]?.unsent : undefined;
  }
  async filesInJournal(): Promise<number | undefined> {
    const marker = await this.folder.open().marker();
    return marker.ok ? marker.value.users[0]?.files : undefined;
  }
  database(): DeskDatabase {
    return new DeskDatabase(this.name, this.profile.factory);
  }
  async inDatabase(work: (db: DeskDatabase) => Promise<unknown>): Promise<void> {
    const db = this.database();
    await work(db);
    db.close();
  }
  /** The app is started again: the remembered user if there is one, else the person logs in. */
  async start(): Promise<StorageStatus> {
    const { profile, name } = this;
    profile.journal = this.folder.open();
    this.#desk = (await profile.session().restore()) ?? (await profile.signIn(name));
    return this.desk.storage.status();
  }
  async stop(): Promise<void> {
    await this.desk.close();
  }
  /** The app ends, and the user's database is gone when it is started again. */
  async stopAndLoseDatabase(): Promise<void> {
    await this.stop();
    await this.database().delete();
  }
  async notesOf(tickets: readonly string[]): Promise<string[]> {
    const notes: string[] = [];
    for (const id of tickets) {
      for (const { type, text } of await this.desk.journal(id)) if (type === 'noted') notes.push(text);
    }
    return notes.sort();
  }
  /** All is sent in the end: the server has each note once, the device shows what the server has, nothing waits. */
  async expectEverything(texts: readonly string[], tickets = [this.ticket]): Promise<void> {
    await this.exchange();
    await this.exchange();
    expect(await this.notesOf(tickets)).toEqual([...texts].sort());
    expect(this.desk.sync.status()).toMatchObject({ pending: 0, problem: null });
    expect(this.desk.review.items()).toEqual([]);
    const { store } = await this.profile.worker(this.name);
    expect(await visibleRows(store)).toEqual(await serverRows(this.server, ['DINKES']));
    expect(await store.db.outbox.count()).toBe(0);
    store.db.close();
    await this.stop();
    expect((await this.start()).recovery).toBeNull();
    expect(await this.unsentInJournal()).toBe(0);
  }
}

/** Gives every test of a file a computer of its own with one operator; returns the present one. */
export function journalDesks(): () => JournalDesk {
  let server: TestServer;
  let people = 0;
  let present: JournalDesk;
  beforeAll(async () => {
    server = await TestServer.start();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    people += 1;
    present = new JournalDesk(server, (await server.addUser(`jurnal-${people}`, 'operator')).username);
    await present.open();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await present.stop();
    present.folder.remove();
  });
  return () => present;
}
