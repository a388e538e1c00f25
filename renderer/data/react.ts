import {
  createContext,
  createElement,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import type { JournalEntry } from '#shared/domain/journal.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import type { FormRecord } from '#shared/forms/form.ts';
import type {
  DeskStore,
  ReferenceData,
  ReviewItem,
  SavedFilter,
  SyncStatus,
  TicketQuery,
} from './contract.ts';
import type { TicketFile } from './files/contract.ts';
import type { OlderState } from './older/contract.ts';
import { createTicker, type Ticker } from './ticker.ts';

interface Desk {
  readonly store: DeskStore;
  readonly ticker: Ticker;
}

const DeskContext = createContext<Desk | null>(null);

function useDeskContext(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('This part of the screen needs a DeskStoreProvider above it.');
  return desk;
}

/** Gives the signed-in user's store to the screens below, and runs the one ticker of the window. */
export function DeskStoreProvider(props: { readonly store: DeskStore; readonly children?: ReactNode }) {
  const { store, children } = props;
  const desk = useMemo(
    () => ({
      store,
      ticker: createTicker({
        readNow: () => store.now(),
        onTick: (now) => store.index.tick(now),
        onClockMoved: (moved) => whenOffsetChanges(store, moved),
      }),
    }),
    [store],
  );
  useEffect(() => desk.ticker.start(), [desk]);
  return createElement(DeskContext.Provider, { value: desk }, children);
}

function whenOffsetChanges({ sync }: DeskStore, changed: () => void): () => void {
  let known = sync.status().clockOffsetMs;
  return sync.subscribe(() => {
    const { clockOffsetMs } = sync.status();
    if (clockOffsetMs === known) return;
    known = clockOffsetMs;
    changed();
  });
}

/** The store of the signed-in user. */
export function useDesk(): DeskStore {
  return useDeskContext().store;
}

/** What `read` gives, read again whenever a row of the ticket changes; undefined until the first answer. */
function useOfTicket<T>(id: string, read: (store: DeskStore, id: string) => Promise<T>): T | undefined {
  const store = useDesk();
  const [state, setState] = useState<{ readonly id: string; readonly value: T } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    let asked = 0;
    const refresh = () => {
      asked += 1;
      const turn = asked;
      read(store, id).then(
        (value) => {
          // A slower, older answer must not replace a newer one.
          if (isCurrent && turn === asked) setState({ id, value });
        },
        () => undefined,
      );
    };
    refresh();
    const stop = store.watchTicket(id, refresh);
    return () => {
      isCurrent = false;
      stop();
    };
  }, [store, id, read]);
  return state !== null && state.id === id ? state.value : undefined;
}

const readTicket = async (store: DeskStore, id: string) => (await store.ticket(id)) ?? null;
const readJournal = (store: DeskStore, id: string) => store.journal(id);
const readForms = (store: DeskStore, id: string) => store.forms(id);
const readFiles = (store: DeskStore, id: string) => store.files.ofTicket(id);
const readPending = (store: DeskStore, id: string) => store.pendingCount(id);

/** The ticket: undefined while it is being read, null where there is none (any more). */
export function useTicket(id: string): Ticket | null | undefined {
  return useOfTicket(id, readTicket);
}

/** The ticket's journal in the order of its lines; undefined while it is being read. */
export function useJournal(id: string): readonly JournalEntry[] | undefined {
  return useOfTicket(id, readJournal);
}

/** The official forms kept with the ticket; undefined while they are being read. */
export function useForms(id: string): readonly FormRecord[] | undefined {
  return useOfTicket(id, readForms);
}

/** Files of the ticket and where their bytes are; undefined while that is being read. */
export function useTicketFiles(id: string): readonly TicketFile[] | undefined {
  return useOfTicket(id, readFiles);
}

/** Changes of this ticket that wait on the device to be sent. */
export function usePendingCount(id: string): number {
  return useOfTicket(id, readPending) ?? 0;
}

/** How the exchange with the server stands. */
export function useSyncStatus(): SyncStatus {
  const { sync } = useDesk();
  return useSyncExternalStore(sync.subscribe, sync.status);
}

/** What the device has from before its window. */
export function useOlder(): OlderState {
  const { older } = useDesk();
  return useSyncExternalStore(older.subscribe, older.state);
}

/** What waits for the user's decision (Perlu ditinjau). */
export function useReview(): readonly ReviewItem[] {
  const { review } = useDesk();
  return useSyncExternalStore(review.subscribe, review.items);
}

/** Offices, users and policies; draws again when one of them changes. */
export function useReference(): ReferenceData {
  const { reference } = useDesk();
  useSyncExternalStore(reference.subscribe, reference.version);
  return reference;
}

/** Slots of the matching tickets in order; read a row with `useDesk().index.row(slot)`. Draws again when the list changes. */
export function useTicketQuery(query: TicketQuery): Uint32Array {
  const { index } = useDesk();
  useSyncExternalStore(index.subscribe, index.version);
  return index.query(query);
}

/** How many tickets each saved filter holds. */
export function useTicketCounts(): Readonly<Record<SavedFilter, number>> {
  const { index } = useDesk();
  useSyncExternalStore(index.subscribe, index.version);
  return index.counts();
}

/**
 * Corrected present instant (UTC ms) of the window's one ticker, new in every step of `intervalMs` (a multiple of 1,000)
 * and the same for all who ask within it.
 */
export function useNow(intervalMs: number): number {
  const { ticker } = useDeskContext();
  return useSyncExternalStore(ticker.subscribe, () => ticker.nowInSteps(intervalMs));
}
