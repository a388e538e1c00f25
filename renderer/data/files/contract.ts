import type { Result } from '#shared/domain/result.ts';
import type { Attachment } from '#shared/files/attachment.ts';
import type { MutateFailure } from '../mutate-failure.ts';

/** A file of a ticket, with where its bytes are. */
export interface TicketFile {
  readonly attachment: Attachment;
  readonly place: FilePlace;
}

export interface FilePlace {
  /** Bytes held on this device; all where it equals the size. */
  readonly held: number;
  readonly isPinned: boolean;
  /** On its way to or from the server, with the bytes that have come through; null where not. */
  readonly transfer: { readonly direction: 'up' | 'down'; readonly done: number } | null;
  /** Why it does not go on by itself; null while all is well. */
  readonly problem: string | null;
}

/** What a person hands in. `name` is as the person's file is called; it is made plain before it is kept. */
export interface NewFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly note?: string;
  readonly formId?: string | null;
}

export type FileFailure =
  | MutateFailure
  | {
      readonly kind: 'file';
      readonly cause: 'empty' | 'too_large' | 'type' | 'full' | 'no_room';
    };

/** Files of tickets on this device. */
export interface FileBox {
  /** Files of the ticket in the order in which they were added, removed ones left out. */
  ofTicket(ticketId: string): Promise<readonly TicketFile[]>;
  /** Keeps the bytes and the mutation in one strict transaction. Told before anything is kept: why it cannot be. */
  add(ticketId: string, file: NewFile): Promise<Result<{ readonly attachmentId: string }, FileFailure>>;
  /** What would speak against adding it, looked at without keeping anything. */
  check(file: Pick<NewFile, 'name' | 'bytes'>): FileFailure | null;
  /** The bytes, where the device holds them all. */
  bytes(sha256: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Asks for the bytes from the server; `watchTicket` tells how they come. */
  fetch(attachment: Attachment): Promise<Result<void, FileFailure>>;
  /** Keeps the bytes on this device (fetching them where needed), or lets them go when space is short. */
  pin(attachment: Attachment, isPinned: boolean): Promise<Result<void, FileFailure>>;
}
