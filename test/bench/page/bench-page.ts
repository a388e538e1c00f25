import type { DeskStore, TicketQuery } from '../../../renderer/data/contract.ts';
import { openSessionService } from '../../../renderer/data/session.ts';
import { BareStore } from './bare-store.ts';
import type { FirstPull, Login, MutationPlan, MutationTimes, Pushed } from './contract.ts';
import { otherUrgency } from './peer-contract.ts';
import { plainStream, receive } from './plain-stream.ts';

/** Tickets the mutations go round on: several packs, as many as somebody may touch in a week. */
const ticketsInTurn = 400;

const openTickets: TicketQuery = {
  saved: 'open',
  text: '',
  states: [],
  categories: [],
  priorities: [],
  opds: [],
  kinds: [],
  assignee: null,
  sort: { column: 'number', descending: false },
};

/** Those that can still be worked on: resolved ones too. */
const unfinishedTickets: TicketQuery = {
  ...openTickets,
  saved: 'all',
  states: ['new', 'in_progress', 'waiting', 'resolved'],
};

let desk: DeskStore | undefined;

function openDesk(): DeskStore {
  if (desk === undefined) throw new Error('sign in first');
  return desk;
}

/** Resolves with the time at which `isReached` first held, asked at every call of the listeners. */
function timeOf(listen: (listener: () => void) => () => void, isReached: () => boolean): Promise<number> {
  return new Promise((resolve) => {
    let stop = () => {};
    const check = () => {
      if (!isReached()) return;
      stop();
      resolve(performance.now());
    };
    stop = listen(check);
    check();
  });
}

async function firstPull(login: Login, expected: number): Promise<FirstPull> {
  const session = openSessionService({ serverOrigin: location.origin, deviceName: 'bench' });
  const signedIn = await session.signIn(login.username, login.password);
  const start = performance.now();
  if (!signedIn.ok) throw new Error(`signing in: ${signedIn.error}`);
  desk = signedIn.value;
  const { index, sync } = desk;
  const [rows, stored, listed] = await Promise.all([
    timeOf(index.subscribe, () => index.size > 0),
    timeOf(sync.subscribe, () => sync.status().lastSyncAt !== null && sync.status().phase === 'idle'),
    timeOf(index.subscribe, () => index.size === expected),
  ]);
  const kept = await desk.ticketsForPeriod(0, Number.MAX_SAFE_INTEGER);
  if (kept.length !== expected) throw new Error(`${kept.length} of ${expected} tickets are stored`);
  return { storedMs: stored - start, firstRowsMs: rows - start, listedMs: listed - start };
}

/** Open tickets spread evenly over all of them; another `turn` gives others, as long as there are any. */
function ticketsToChange(store: DeskStore, turn: number): string[] {
  const slots = store.index.query(openTickets);
  const step = Math.max(1, Math.floor(slots.length / ticketsInTurn));
  const count = Math.min(ticketsInTurn, slots.length);
  return Array.from({ length: count }, (_, at) => {
    const place = (at * step + turn) % slots.length;
    return store.index.row(slots[place] ?? 0).id;
  });
}

async function change(store: DeskStore, name: MutationPlan['name'], id: string, round: number) {
  if (name === 'ticket.note') return store.mutate(name, { id, text: `Catatan ke-${round} dari pengukuran.` });
  const urgency = round % 2 === 0 ? 'high' : 'low';
  const impact = round % 3 === 0 ? 'medium' : 'high';
  return store.mutate(name, { id, urgency, impact, from: { urgency: null, impact: null } });
}

async function mutations({ name, rounds, turn, isRead }: MutationPlan): Promise<MutationTimes> {
  const store = openDesk();
  const ids = ticketsToChange(store, turn);
  const bareStore = new BareStore();
  const bare: number[] = [];
  const product: number[] = [];
  // The first rounds warm the code up and are not counted.
  for (let round = -20; round < rounds; round += 1) {
    const id = ids.at(round % ids.length) ?? '';
    const ticket = isRead ? await store.ticket(id) : undefined;
    const bareStart = performance.now();
    await bareStore.write(id, ticket ?? { id, text: 'x'.repeat(1_200) }, round);
    const bareMs = performance.now() - bareStart;
    const start = performance.now();
    const done = await change(store, name, id, round);
    const ms = performance.now() - start;
    if (!done.ok) throw new Error(`${name}: ${JSON.stringify(done.error)}`);
    if (round < 0) continue;
    bare.push(bareMs);
    product.push(ms);
  }
  await bareStore.remove();
  return { bare, product, pending: store.sync.status().pending };
}

async function fillOutbox(count: number): Promise<void> {
  const store = openDesk();
  const ids = ticketsToChange(store, 0);
  for (let at = 0; store.sync.status().pending < count; at += 1) {
    const done = await change(store, 'ticket.note', ids[at % ids.length] ?? '', at);
    if (!done.ok) throw new Error(`filling the outbox: ${JSON.stringify(done.error)}`);
  }
}

/** Mutations under way at once while the outbox is filled, which is not measured. */
const atOnce = 50;

async function editFields(count: number): Promise<readonly string[]> {
  const store = openDesk();
  const slots = store.index.query(unfinishedTickets).subarray(0, count);
  const rows = Array.from(slots, (slot) => store.index.row(slot));
  if (rows.length < count) throw new Error(`only ${rows.length} tickets are unfinished`);
  for (let from = 0; from < count; from += atOnce) {
    const edits = rows.slice(from, from + atOnce).map(({ id, urgency }) => {
      const from = { urgency, impact: null };
      const args = { id, urgency: otherUrgency(urgency), impact: null, from };
      return store.mutate('ticket.prioritise', args);
    });
    for (const done of await Promise.all(edits))
      if (!done.ok) throw new Error(`editing: ${JSON.stringify(done.error)}`);
  }
  const { pending } = store.sync.status();
  if (pending !== count) throw new Error(`${pending} of ${count} edits wait`);
  return rows.map(({ id }) => id);
}

async function push(): Promise<Pushed> {
  const { sync } = openDesk();
  const before = sync.status().lastSyncAt;
  const start = performance.now();
  sync.syncNow();
  const acknowledged = await timeOf(sync.subscribe, () => sync.status().pending === 0);
  const isSettled = () => sync.status().phase === 'idle' && sync.status().lastSyncAt !== before;
  const settled = await timeOf(sync.subscribe, isSettled);
  const { toReview } = sync.status();
  return { acknowledgedMs: acknowledged - start, settledMs: settled - start, toReview };
}

window.tanggapBench = { receive, plainStream, firstPull, mutations, fillOutbox, editFields, push };
