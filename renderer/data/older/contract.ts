import type { Result } from '#shared/domain/result.ts';
import type { OlderWanted } from '#shared/sync/older.ts';

/** What the device has from before its window. The same object until something of it changes. */
export interface OlderState {
  /** Start of the window, UTC ms: tickets that were over before are on the server. Null: the device has everything. */
  readonly since: number | null;
  /** How many tickets were fetched from before it. */
  readonly count: number;
  /** What is being fetched; null where nothing is. `total` is 0 until the server has told it. */
  readonly loading: { readonly wanted: OlderWanted; readonly done: number; readonly total: number } | null;
}

/** Why nothing, or not everything, came. `changed`: the device began anew meanwhile. What came so far is kept. */
export type OlderFailure = 'offline' | 'signed_out' | 'storage' | 'server' | 'changed' | 'busy';

/** Older tickets of the user's offices, which are on the server and come to the device when they are asked for. */
export interface OlderTickets {
  state(): OlderState;
  subscribe(listener: () => void): () => void;
  /** True where the device has every ticket a recap of the period (UTC ms, `to` the first instant after it) needs. */
  hasWhole(from: number, to: number): Promise<boolean>;
  /**
   * Fetches what is wanted and keeps it; a period that was cut off goes on where it stopped. `more`: a search found more
   * than it brought, and asked again brings the next.
   */
  load(
    wanted: OlderWanted,
  ): Promise<Result<{ readonly found: number; readonly more: boolean }, OlderFailure>>;
  /** Lets go of what was fetched; tickets with unsent work stay. It can be fetched again. */
  forget(): Promise<void>;
}
