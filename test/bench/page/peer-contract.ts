/** What a peer's page can do (`window.tanggapPeers`), against the server in memory that serves the page. */
export interface Peer {
  /**
   * Opens an empty database and replicates all tickets into it; throws where there are not `expected` of them afterwards.
   * @returns ms from the opening to the last ticket stored.
   */
  firstPull(expected: number): Promise<number>;
  /** Changes the urgency of these tickets with no replication at work: what was done offline. */
  editOffline(ids: readonly string[]): Promise<void>;
  /** Replicates the local changes to the server; ms until it has acknowledged all. */
  push(): Promise<number>;
}

export type PeerName = 'rxdb' | 'pouchdb';

/** A ticket as a peer sees it: a document with the fields its indexes stand on. */
export interface PeerTicket {
  readonly id: string;
  readonly number: string;
  readonly opd: string;
  readonly category: string;
  readonly state: string;
  readonly urgency: string | null;
  readonly reportedAt: number;
  readonly updatedAt: number;
}

/** Another urgency than the present one: a change of one field. */
export function otherUrgency(present: string | null): 'high' | 'medium' {
  return present === 'high' ? 'medium' : 'high';
}

/** Documents of one request: of 100, 500, 1,000 and 2,500 the size both peers are fastest with. */
export const peerBatch = 1_000;

declare global {
  interface Window {
    tanggapPeers: Readonly<Record<PeerName, Peer>>;
  }
}
