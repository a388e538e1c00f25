/** What the bench page offers to the bench process (`window.tanggapBench`). Times are ms of the page's monotonic clock. */
export interface BenchPage {
  /** Receives the first pull's stream and parses every line; nothing is stored. */
  receive(login: Login): Promise<Streamed>;
  /** The same stream with its tickets put into a fresh Dexie table with six secondary indexes, as they arrive. */
  plainStream(login: Login): Promise<Streamed>;
  /** Signs in with the product's data layer, and waits until its first pull has brought so many tickets and is complete. */
  firstPull(login: Login, expected: number): Promise<FirstPull>;
  /**
   * Alternates a bare strict transaction of two rows with a mutation of the product, `rounds` times, each on the next of
   * some hundred open tickets. `isRead`: the ticket was read first, as a screen does that shows it.
   */
  mutations(plan: MutationPlan): Promise<MutationTimes>;
  /** Adds notes until so many mutations wait to be sent. */
  fillOutbox(count: number): Promise<void>;
  /** Changes one field (the urgency) of each of so many tickets; the ids. Nothing may have been waiting before. */
  editFields(count: number): Promise<readonly string[]>;
  /** Asks for an exchange, and waits until the server has acknowledged everything. */
  push(): Promise<Pushed>;
}

export interface Login {
  readonly username: string;
  readonly password: string;
}

export interface Streamed {
  readonly ms: number;
  readonly tickets: number;
  readonly megabytes: number;
}

export interface FirstPull {
  /** From the answered log-in until the first pull is complete and everything stored durably. */
  readonly storedMs: number;
  /** Until the list had its first rows. */
  readonly firstRowsMs: number;
  /** Until the list had all rows in memory. */
  readonly listedMs: number;
}

export interface MutationPlan {
  readonly name: 'ticket.note' | 'ticket.prioritise';
  readonly rounds: number;
  /** Plans of another turn work on other tickets. */
  readonly turn: number;
  readonly isRead: boolean;
}

export interface MutationTimes {
  readonly bare: readonly number[];
  readonly product: readonly number[];
  /** Mutations waiting to be sent at the end. */
  readonly pending: number;
}

export interface Pushed {
  /** From asking until the last mutation is acknowledged. */
  readonly acknowledgedMs: number;
  /** Until what they changed has been pulled, too, and nothing is under way. */
  readonly settledMs: number;
  /** Items in the review list afterwards: refused or overwritten. */
  readonly toReview: number;
}

declare global {
  interface Window {
    tanggapBench: BenchPage;
  }
}
