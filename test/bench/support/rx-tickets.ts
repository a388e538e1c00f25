import { isDeepStrictEqual } from 'node:util';
import type { PeerTicket } from '../page/peer-contract.ts';
import type { PeerAnswer, PeerBackend } from './peer-server.ts';

type RxDoc = PeerTicket & { readonly _deleted: boolean };

interface PushedRow {
  readonly assumedMasterState?: RxDoc;
  readonly newDocumentState: RxDoc;
}

/** Tickets in memory, as RxDB's replication over HTTP asks for them: pages behind a number, rows with the state they assume. */
export class RxTickets implements PeerBackend {
  readonly #docs: readonly RxDoc[];
  readonly #changed = new Map<string, RxDoc>();
  readonly #byId: ReadonlyMap<string, RxDoc>;

  constructor(tickets: readonly PeerTicket[]) {
    this.#docs = tickets.map((ticket) => ({ ...ticket, _deleted: false }));
    this.#byId = new Map(this.#docs.map((doc) => [doc.id, doc]));
  }

  get changed(): number {
    return this.#changed.size;
  }

  answer(_method: string, url: URL, body: unknown): PeerAnswer | undefined {
    if (url.pathname === '/rx/pull') return { status: 200, body: this.#page(body) };
    if (url.pathname === '/rx/push') return { status: 200, body: this.#take(body as readonly PushedRow[]) };
    return undefined;
  }

  #page(body: unknown) {
    const { after, limit } = body as { after: number; limit: number };
    const documents = this.#docs.slice(after, after + limit);
    return { documents, checkpoint: { seq: after + documents.length } };
  }

  /** Takes what was changed on the present state; answers the present state of the others. */
  #take(rows: readonly PushedRow[]): RxDoc[] {
    return rows.flatMap(({ assumedMasterState, newDocumentState }) => {
      const { id } = newDocumentState;
      const present = this.#changed.get(id) ?? this.#byId.get(id);
      if (present !== undefined && !isDeepStrictEqual(present, assumedMasterState)) return [present];
      this.#changed.set(id, newDocumentState);
      return [];
    });
  }
}
