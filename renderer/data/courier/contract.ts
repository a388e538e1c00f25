import type { Result } from '#shared/domain/result.ts';
import type { CourierFault } from '#shared/sync/courier.ts';
import type { Bytes } from '#shared/sync/courier-means.ts';
import type { TakenFile } from '#shared/sync/courier-upload.ts';

/** How exchange by file stands on this device. Instants are UTC ms. */
export interface CourierState {
  /**
   * `not_registered`: the server never got this device's key, for which a line is needed once. `not_here`: the browser
   * offers no keys (a page over plain HTTP, or an old browser).
   */
  readonly readiness: 'ready' | 'not_registered' | 'not_here';
  /** Mutations the server has not confirmed. */
  readonly waiting: number;
  /** Attachments whose bytes the server has not, and how many bytes that is. */
  readonly waitingFiles: { readonly count: number; readonly bytes: number };
  /** The last file written. */
  readonly written: {
    readonly number: number;
    readonly at: number;
    readonly count: number;
    /** Mutations that found no room in it and need another file after the answer. */
    readonly left: number;
  } | null;
  /** The last answer taken in. */
  readonly taken: {
    readonly number: number;
    readonly at: number;
    /** When the server wrote it. */
    readonly createdAt: number;
    readonly part: number;
    /** False: further parts of this answer are still to come. */
    readonly isLast: boolean;
  } | null;
}

export interface CourierFile {
  readonly name: string;
  readonly bytes: Bytes;
  readonly number: number;
  readonly count: number;
  readonly left: number;
  /** Attachments whose bytes are in it, to their end. */
  readonly attachments: number;
  /** Attachments of which bytes found no room in it, and need another file after this one. */
  readonly attachmentsLeft: number;
  /** How far each attachment has been carried by this file and those before it, by attachment. */
  readonly carried: ReadonlyMap<string, number>;
}

/** What a person picked: a file as the browser has it, or its bytes. */
export type CourierInput = Blob | Bytes;

/** Why an answer was not taken in. Nothing of that file was used, and nothing on the device was lost. */
export type AnswerFault =
  | CourierFault
  /** A device's own file, which belongs to the server. */
  | 'not_an_answer'
  | 'foreign_device'
  | 'foreign_server'
  | 'not_registered'
  | 'not_here'
  /** The device has had newer news since, by file or over the line. */
  | 'older'
  /** It goes on from a file that was not taken in here. */
  | 'out_of_order'
  | 'storage_full'
  | 'storage';

export interface TakeReport {
  /** Files that were taken in, those already known included. */
  readonly files: number;
  /** False where all of it was known. */
  readonly isNew: boolean;
  /** False where further parts of the answer are still to come. */
  readonly isLast: boolean;
  /** Mutations that are confirmed now and were not before. */
  readonly confirmed: number;
  /** Rows of others and own ones that came. */
  readonly changes: number;
  /** Attachments whose bytes came with it. */
  readonly attachments: number;
  /** Attachments whose bytes found no room on the device. */
  readonly attachmentsLeft: number;
  /** Items that came into the review list. */
  readonly toReview: number;
  /** Why the next file was not taken in; null where all were. */
  readonly stopped: AnswerFault | null;
}

/** Why a device's file could not be handed to the server, before it looked into it. */
export type AtServerFailure = 'offline' | 'signed_out' | 'forbidden' | 'too_large' | 'not_found' | 'server';

/** Exchange by file on the server's side, for administrators: needs the line. */
export interface CourierAtServer {
  /**
   * Sends a device's file up, piece by piece. @returns the id under which it can be taken in, as often as wanted.
   * @param onProgress told how many bytes the server has.
   */
  send(file: Blob, onProgress: (sent: number) => void): Promise<Result<string, AtServerFailure>>;
  /** Takes in a file that was sent up, and writes the answer. */
  take(id: string, passphrase: string | null): Promise<Result<TakenFile, AtServerFailure>>;
  /** A file of the answer, counted from 1. */
  answer(id: string, part: number): Promise<Result<Blob, AtServerFailure>>;
}

/** Exchange with the server by file, for a device without a line. Works offline; the key was exchanged before. */
export interface CourierService {
  readonly atServer: CourierAtServer;
  state(): Promise<CourierState>;
  /** Exchanges keys with the server where that has not happened; needs the line. */
  register(): Promise<'done' | 'offline' | 'not_here'>;
  /**
   * Writes what waits, and how far this device has come. The outbox stays as it is until an answer confirms it.
   * Bytes of attachments that wait go with it as far as there is room; what is left goes into a file written `after` it.
   * @param passphrase seals the file; null leaves it readable to whoever finds it.
   */
  write(
    passphrase: string | null,
    more?: {
      /** Asks for pictures of open tickets beside the attachments somebody asked for. */
      readonly pictures?: boolean;
      readonly after?: CourierFile;
    },
  ): Promise<CourierFile | 'not_registered' | 'not_here'>;
  /** The file was put where the person wanted it. */
  noteWritten(file: CourierFile): Promise<void>;
  /** Takes in the files of an answer, in whatever order they are handed over. */
  take(files: readonly CourierInput[], passphrase: string | null): Promise<TakeReport>;
}
