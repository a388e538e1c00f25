import i18next from 'i18next';
import { createDeadlineTeller } from '#shared/deadlines/deadline-teller.ts';
import type { User } from '#shared/domain/reference.ts';
import { err, ok } from '#shared/domain/result.ts';
import { LadderRun } from '../../renderer/app/ladder/ladder-run.ts';
import { newsWords, type WordMeans } from '../../renderer/app/ladder/news-words.ts';
import type { DeskStore, SyncStatus } from '../../renderer/data/contract.ts';
import { DeskIndex } from '../../renderer/data/index/desk-index.ts';
import type { ListTicket } from '../../renderer/data/local/list-page.ts';
import { createPolicyShelf } from '../../renderer/data/policies.ts';
import { nineOClock as nine } from './desk-in-memory.ts';

/** What texts are made of, once the translations have been started. */
export function indonesianWords(): WordMeans {
  return {
    language: 'id',
    t: i18next.getFixedT('id', ['shell', 'everywhere']),
    metric: (name) => (name === 'response' ? 'Respons' : 'Penyelesaian'),
  };
}

/** The packs that come with the app. */
export const shelf = createPolicyShelf();

/** A ticket of the user, reported at nine; priority 1 of Madiun: response 10 min, resolution 8 office hours. */
export function listTicket(id: string, change: Partial<ListTicket> = {}): ListTicket {
  return {
    id,
    number: `INS-DINKES-2611-B7-${id}`,
    title: `Judul ${id}`,
    client: { name: 'Siti Aminah' },
    opd: 'DINKES',
    category: 'other',
    kind: 'incident',
    priority: 1,
    urgency: 'high',
    impact: 'high',
    state: 'new',
    assignee: 'me',
    reportedAt: nine,
    timeline: [],
    policy: { name: 'madiun', version: 1 },
    alwaysAvailable: false,
    ...change,
  };
}

interface Written {
  readonly name: string;
  readonly id: string;
  readonly keys: readonly string[];
}

/** What a device keeps over a restart. */
export interface Disk {
  readonly tickets: Map<string, ListTicket>;
  readonly drafts: Map<string, unknown>;
  isFull: boolean;
}

/** One window of a device: its list, its ladder and a plain browser's notifications, all by a clock the test moves. */
export async function openLadderWindow(disk: Disk, start: number) {
  let now = start;
  let offsetMs = 0;
  let status: Partial<SyncStatus> = { phase: 'idle' };
  let timer: { readonly at: number; readonly run: () => void } | undefined;
  const written: Written[] = [];
  const shown: { at: number; title: string; body: string }[] = [];
  const index = new DeskIndex({ me: 'me', policies: shelf.find, nameOf: (id) => id }, now);
  for (const each of disk.tickets.values()) index.put(each);
  index.publish(true);
  const put = (each: ListTicket) => {
    disk.tickets.set(each.id, each);
    index.put(each);
    index.publish();
  };
  const desk = {
    me: { id: 'me', role: 'technician', scope: ['DINKES'] } as unknown as User,
    index,
    reference: {
      policy: shelf.find,
      opd: () => undefined,
      opds: () => [],
      subscribe: () => () => {},
    },
    sync: { status: () => ({ clockOffsetMs: offsetMs, ...status }) },
    drafts: {
      load: async (key: string) => disk.drafts.get(key),
      save: async (key: string, value: unknown) => void disk.drafts.set(key, value),
    },
    now: () => now + offsetMs,
    async mutate(name: string, args: { id: string; steps?: { key: string }[] }) {
      if (disk.isFull) return err({ kind: 'storage', cause: 'quota', message: '' });
      const keys = args.steps?.map(({ key }) => key) ?? [];
      written.push({ name, id: args.id, keys });
      const known = disk.tickets.get(args.id);
      if (known !== undefined)
        put({
          ...known,
          notices: { ...known.notices, ...Object.fromEntries(keys.map((key) => [key, now])) },
        });
      return ok({ mutationId: written.length });
    },
  } as unknown as DeskStore;
  const teller = createDeadlineTeller({
    now: () => now,
    startTimer(ms, run) {
      const mine = { at: now + ms, run };
      timer = mine;
      return () => {
        if (timer === mine) timer = undefined;
      };
    },
    show: ({ title, body }) => shown.push({ at: now + offsetMs, title, body }),
  });
  const lists: number[] = [];
  const run = new LadderRun({
    desk,
    platform: {
      async setDeadlines(list) {
        lists.push(list.deadlines.length);
        return ok(teller.tell(list));
      },
    },
    words: () => newsWords(indonesianWords()),
    pause: async () => {},
  });
  const end = new AbortController();
  const ended = run.run(end.signal);
  /** Lets everything asked for be done. */
  const settle = async () => {
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  const beat = async () => {
    index.tick(now + offsetMs);
    run.tick();
    await settle();
  };
  await settle();
  return {
    index,
    put,
    written,
    shown,
    lists,
    beat,
    /** Time passes: notifications by their timers, the ticker once at the end. */
    async passTo(at: number) {
      while (timer !== undefined && timer.at <= at) {
        const due = timer;
        timer = undefined;
        now = Math.max(now, due.at);
        due.run();
      }
      now = at;
      await beat();
    },
    /** The clock moves and nothing runs: sleep, or somebody set it. */
    async jumpTo(at: number) {
      now = at;
      await beat();
    },
    /** An exchange shows that the computer's clock is behind by so much. */
    async learn(ms: number) {
      offsetMs = ms;
      await beat();
    },
    setPhase(phase: SyncStatus['phase']) {
      status = { phase };
    },
    async close() {
      end.abort();
      await ended;
    },
  };
}
