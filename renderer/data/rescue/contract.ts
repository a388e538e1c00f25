import type { Result } from '#shared/domain/result.ts';
import type { Bytes } from '#shared/sync/courier-means.ts';
import type { RescueFault, RescueHeader } from './rescue-file.ts';

export type { RescueFault } from './rescue-file.ts';

/** One unsent change as anybody at this device may see it: no titles, no texts, no names of clients. */
export interface UnsentLine {
  /** Name of the mutation. */
  readonly name: string;
  /** UTC ms. */
  readonly at: number;
  /** Number of the ticket where the unsent work itself says it (registered and not sent yet). */
  readonly number: string | null;
}

/** What of a user's work is on this device and not on the server. */
export interface UnsentWork {
  readonly userId: string;
  readonly username: string;
  readonly count: number;
  readonly files: number;
  /** The latest ones, the newest first. */
  readonly latest: readonly UnsentLine[];
}

export interface RescuePart {
  readonly name: string;
  readonly bytes: Bytes;
  readonly part: number;
  readonly parts: number;
}

/** Unsent work of this device while nobody is signed in: what there is, and taking it along as files. */
export interface RescueDesk {
  unsent(): Promise<readonly UnsentWork[]>;
  /**
   * Writes a user's unsent work, part after part; nothing is changed on the device. Null where the browser offers no
   * digests (a page over plain HTTP).
   * @param passphrase seals the files; null leaves them readable to whoever finds them.
   */
  write(userId: string, passphrase: string | null): AsyncGenerator<RescuePart> | null;
}

/** Why rescued work was not taken in; nothing on the device was changed. */
export type TakeRescueFault = RescueFault | 'other_user' | 'not_here' | 'storage_full' | 'storage';

/** What a file of rescued work holds, before it is taken in. */
export interface RescuePreview {
  readonly header: RescueHeader;
  /** Changes this desk has neither in its outbox nor among what it sent. */
  readonly news: number;
  readonly files: number;
  readonly isOtherServer: boolean;
}

/** Taking in work that was rescued from another device of the same person. */
export interface RescueIntake {
  look(bytes: Bytes, passphrase: string | null): Promise<Result<RescuePreview, TakeRescueFault>>;
  /** Puts what is new behind what waits. The same file taken twice changes nothing. */
  take(
    bytes: Bytes,
    passphrase: string | null,
  ): Promise<Result<{ readonly taken: number; readonly files: number }, TakeRescueFault>>;
}
