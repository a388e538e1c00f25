import { z } from 'zod';
import { maxFileBytes, sha256 } from '../files/attachment.ts';

/** Most entries or keys in one request, and in one page that is read. */
export const maxJournalEntries = 200;
/** Longest entry, in characters of its text; the server takes no mutation of that length. */
const maxEntryText = 2_000_000;

const id = z.string().min(1).max(120);
const key = z.string().regex(/^[A-Za-z0-9-]{8,80}$/);
const mutationId = z.int().min(1);

/** One unsent mutation as the journal keeps it: what the shell must know of it, and the rest as text it does not read. */
export const journalEntrySchema = z.strictObject({
  /** Names the mutation for good; its number may become another one. */
  key,
  deviceId: id,
  deviceCode: z.string().min(1).max(8),
  /** Number of the mutation on its device when this was written. */
  mutationId,
  text: z.string().min(2).max(maxEntryText),
});
export type JournalEntryRecord = z.infer<typeof journalEntrySchema>;

/** Last ticket number given out a month (`yymm`). */
const countersSchema = z.record(z.string().regex(/^\d{4}$/), z.int().min(0));

/** Who works on this device, and as which device of the server. */
export const journalOwnerSchema = z.strictObject({
  userId: id,
  username: z.string().min(1).max(60),
  deviceId: id,
  deviceCode: z.string().min(1).max(8),
});
export type JournalOwner = z.infer<typeof journalOwnerSchema>;

/** Entries to be appended; together with the counters, so that numbers given out outlive the database. */
export const journalAppendSchema = z.strictObject({
  owner: journalOwnerSchema,
  counters: countersSchema,
  entries: z.array(journalEntrySchema).max(maxJournalEntries),
});
export type JournalAppend = z.infer<typeof journalAppendSchema>;

export const journalAcknowledgeSchema = z.strictObject({
  userId: id,
  keys: z.array(key).min(1).max(maxJournalEntries),
});

export const journalReadSchema = z.strictObject({ userId: id, after: key.nullable() });

/** Entries nobody has acknowledged, in the order they were made; `next` is asked for behind the last one. */
export const journalPageSchema = z.strictObject({
  entries: z.array(journalEntrySchema).max(maxJournalEntries),
  next: key.nullable(),
});
export type JournalPage = z.infer<typeof journalPageSchema>;

/** Most files of one user the journal keeps. */
export const maxKeptFiles = 2_000;
/** Bytes of files cross the bridge in pieces of at most this size: 1 MiB. */
export const maxJournalPiece = 1_048_576;

/** A file that waits to be sent: its bytes lie beside the journal under their hash, once for all attachments that name it. */
export const keptFileSchema = z.strictObject({
  attachmentId: z.string().min(1).max(300),
  sha256,
  size: z.int().min(1).max(maxFileBytes),
});
export type KeptFile = z.infer<typeof keptFileSchema>;

const piece = z.custom<Uint8Array<ArrayBuffer>>(
  (value) => value instanceof Uint8Array && value.byteLength <= maxJournalPiece,
);

/** The bytes of a file from `at` on; `at` 0 begins it anew. */
export const journalPieceSchema = z.strictObject({
  userId: id,
  file: keptFileSchema,
  at: z.int().min(0).max(maxFileBytes),
  bytes: piece,
});
export type JournalPiece = z.infer<typeof journalPieceSchema>;
/** True once the whole file is on the disk: with its last piece, or with the first where the bytes were there already. */
export const pieceKeptSchema = z.strictObject({ isWhole: z.boolean() });

export const journalFilesSchema = z.strictObject({ userId: id });
export const keptFilesSchema = z.strictObject({ files: z.array(keptFileSchema).max(maxKeptFiles) });
export const journalFileReadSchema = z.strictObject({
  userId: id,
  sha256,
  at: z.int().min(0).max(maxFileBytes),
});
/** At most `maxJournalPiece` bytes; none behind the end. */
export const filePieceSchema = z.strictObject({ bytes: piece });
export const journalFilesDropSchema = z.strictObject({
  userId: id,
  attachmentIds: z.array(keptFileSchema.shape.attachmentId).min(1).max(maxKeptFiles),
});

/** What one user's journal says of this install. */
const markerUserSchema = journalOwnerSchema.extend({
  counters: countersSchema,
  /** Highest number of this device that the server has confirmed, as far as the journal was told. */
  confirmed: z.int().min(0),
  unsent: z.int().min(0),
  /** Files that wait to be sent and are kept beside it. */
  files: z.int().min(0),
  /** Records that could not be read, or were another user's; they are left out. */
  damaged: z.int().min(0),
});
export type JournalMarkerUser = z.infer<typeof markerUserSchema>;

/** Who has worked on this install. `unreadable`: journals that cannot be read, or that a newer app wrote. */
export const journalMarkerSchema = z.strictObject({
  users: z.array(markerUserSchema),
  unreadable: z.int().min(0),
});
export type JournalMarker = z.infer<typeof journalMarkerSchema>;
