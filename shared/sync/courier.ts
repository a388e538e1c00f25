import { z } from 'zod';
import { instant, rowId } from '../domain/codes.ts';
import { fileProblem, maxFileBytes, sha256 } from '../files/attachment.ts';
import { canonicalJson } from './canonical-json.ts';
import { maxPieceBytes } from './files.ts';
import {
  cursorSchema,
  type MutationEnvelope,
  maxMutationsPerPush,
  mutationEnvelopeSchema,
  pullResponseSchema,
  snapshotLineSchema,
} from './protocol.ts';

/**
 * Courier files: push and pull for an office without a line, carried by hand (docs/courier.md). A device writes a
 * **request** with its outbox; the server writes an **answer** with what became of it and what changed.
 */

/** Versions of the format: 1 has the lines alone, 2 bytes of attachments too. A file of a higher one is refused unread. */
export const courierFormat = { lines: 1, files: 2 } as const;
/** Bytes of attachments that one file may carry; what is left goes into the next one. */
export const courierPiecesPerFile = 50_331_648;
export const maxCourierParts = 1025;
/** A file is closed when its lines have come to so many characters; what is left goes into the next one. */
export const courierTextPerFile = 33_554_432;
export const maxCourierBytes = 67_108_864;
export const maxCourierHeaderBytes = 262_144;
/** What the lines of a file may come to when unpacked. An answer may hold one version of a space, which is never split. */
export const maxUnpackedBytes = { request: 100_663_296, answer: 402_653_184 } as const;
export const maxMutationsPerFile = 20_000;

/** An Ed25519 public key, 32 bytes. */
export const publicKeySchema = z.string().regex(/^[0-9a-f]{64}$/);

/** What both sides must know to open a file sealed with a passphrase. The bounds keep a hostile file from costing hours. */
export const courierSealSchema = z.object({
  kdf: z.literal('PBKDF2-SHA-256'),
  iterations: z.int().min(600_000).max(5_000_000),
  salt: z.string().regex(/^[0-9a-f]{32}$/),
  iv: z.string().regex(/^[0-9a-f]{24}$/),
});
export type CourierSeal = z.infer<typeof courierSealSchema>;

/** A piece of an attachment, with what a seal adds. */
const largestPart = maxPieceBytes + 16;

const common = {
  protocol: z.int(),
  deviceId: rowId,
  /** Public key of the server the file is for, or from. */
  server: publicKeySchema,
  /** Counts the files of a device, or the answers to it. */
  number: z.int().min(1),
  createdAt: instant,
  seal: courierSealSchema.nullable(),
  /**
   * What lies behind the header, in order: the lines, and from format 2 on pieces of attachments, each named by a `piece`
   * line. In format 2 every part has its digest here, so that a reader can go through a file without holding it whole.
   */
  parts: z
    .array(
      z.object({
        kind: z.enum(['lines', 'piece']),
        bytes: z.int().min(0).max(maxCourierBytes),
        sha256: sha256.optional(),
      }),
    )
    .min(1)
    .max(maxCourierParts)
    .refine((parts) =>
      parts.every(({ kind, bytes }, at) =>
        at === 0 ? kind === 'lines' : kind === 'piece' && bytes <= largestPart,
      ),
    ),
};
export type CourierPart = z.infer<typeof common.parts>[number];

export const requestHeaderSchema = z.object({
  purpose: z.literal('request'),
  ...common,
  /** How far the device has pulled; null where it has not ended its first pull. Names the epoch. */
  cursor: cursorSchema.nullable(),
  /** Highest mutation that has left the device's outbox. */
  outcomesAfter: z.int().min(0),
  /** The mutations carried: so many, from this number on. */
  first: z.int().min(1),
  count: z.int().min(0).max(maxMutationsPerFile),
});
export type RequestHeader = z.infer<typeof requestHeaderSchema>;

export const answerHeaderSchema = z.object({
  purpose: z.literal('answer'),
  ...common,
  /** The device's file that this answers. */
  request: z.int().min(1),
  /** An answer too large for one file comes in parts 1, 2, 3 … to be taken in that order. */
  part: z.int().min(1),
  isLast: z.boolean(),
  /** What the server had when it began to write: an answer older than the device's state is told by it. */
  cursor: cursorSchema,
});
export type AnswerHeader = z.infer<typeof answerHeaderSchema>;

export const courierHeaderSchema = z.discriminatedUnion('purpose', [requestHeaderSchema, answerHeaderSchema]);
export type CourierHeader = z.infer<typeof courierHeaderSchema>;

/** An attachment and the hash of its bytes, as in the address of an upload. */
const fileAddress = { attachmentId: rowId, sha256 };

/** Names the next part of the file: bytes of an attachment from `at` on. Pieces of one attachment follow each other. */
const pieceLine = z.object({
  line: z.literal('piece'),
  ...fileAddress,
  at: z.int().min(0).max(maxFileBytes).multipleOf(maxPieceBytes),
});
export type PieceLine = z.infer<typeof pieceLine>;

/** How many attachments a device names whose bytes wait, and how many it asks for. */
export const maxFilesNamed = { waiting: 2000, wanted: 500, held: 10_000 } as const;
/** So many digits of a hash tell what the device holds. */
export const heldDigits = 16;

/** What the device says of its attachments, and which bytes it would like to have with the answer. */
export const filesAskedSchema = z.object({
  /** Attachments whose bytes wait for the server, whether this file carries them or not. */
  waiting: z.array(z.object(fileAddress)).max(maxFilesNamed.waiting),
  /** Attachments somebody asked for, from a place on. */
  wanted: z
    .array(z.object({ ...fileAddress, from: z.int().min(0).max(maxFileBytes).multipleOf(maxPieceBytes) }))
    .max(maxFilesNamed.wanted),
  /** Pictures of open tickets may come besides, the newest first, but for those the device holds (first digits of their hashes). */
  pictures: z.boolean(),
  held: z.array(z.string().regex(/^[0-9a-f]{16}$/)).max(maxFilesNamed.held),
  /** How many bytes may come in all. */
  room: z.int().min(0).max(courierPiecesPerFile),
});
export type FilesAsked = z.infer<typeof filesAskedSchema>;

/**
 * A line of a request: a mutation as a push would carry it, and by how much its clock was wrong (TIME-5). Behind all
 * mutations what is to be said of attachments, at most once, and then the pieces.
 */
export const requestLineSchema = z.discriminatedUnion('line', [
  z.object({
    line: z.literal('mutation'),
    mutation: mutationEnvelopeSchema,
    skewMs: z.int().optional(),
  }),
  filesAskedSchema.extend({ line: z.literal('files') }),
  pieceLine,
]);
export type RequestLine = z.infer<typeof requestLineSchema>;
export type MutationLine = Extract<RequestLine, { line: 'mutation' }>;

/** How many numbers one `taken` line speaks of. */
export const takenPerLine = 1000;
const openKind = z.string().max(60);
const openDoc = z.record(z.string(), z.unknown());
const openChange = z.object({ kind: openKind, id: rowId, space: z.string(), doc: openDoc.nullable() });
const [headLine, , endLine] = snapshotLineSchema.options;

/**
 * A line of an answer. `taken` is what a push answers, `page` what a pull does (`from`: the cursor it was asked with), and
 * `head`, `rows`, `end` are a first pull; `upload` and `piece` come last, for devices that asked. Kinds of rows are open: what a device does not know, it keeps aside.
 */
export const answerLineSchema = z.discriminatedUnion('line', [
  z.object({
    line: z.literal('taken'),
    from: z.int().min(1),
    /** Highest mutation the server has. */
    last: z.int().min(0),
    /** Prints (`mutationPrintText`) of the mutations under the numbers from `from` on; empty where none was kept. */
    prints: z.array(z.string().max(60)).max(takenPerLine),
  }),
  headLine,
  z.object({
    line: z.literal('rows'),
    kind: openKind,
    docs: z.array(openDoc),
  }),
  endLine,
  z.object({
    line: z.literal('page'),
    from: cursorSchema,
    page: pullResponseSchema.extend({
      changes: z.array(openChange),
      unchanged: z.array(openChange).optional(),
    }),
  }),
  /** What became of the bytes of an attachment the device named, as an upload is answered. */
  z.object({
    line: z.literal('upload'),
    ...fileAddress,
    offset: z.int().min(0),
    content: z.enum(['waiting', 'stored', 'refused']),
    problem: fileProblem.nullable(),
  }),
  pieceLine.extend({ size: z.int().min(1).max(maxFileBytes) }),
]);
export type AnswerLine = z.infer<typeof answerLineSchema>;

/** What is hashed (SHA-256, base64url) to tell a repeat of a mutation from another one under the same number (PUSH-4). */
export function mutationPrintText({ name, args, occurredAt, seenServerTime }: MutationEnvelope): string {
  return canonicalJson([name, args ?? null, occurredAt, seenServerTime]);
}

export const courierBatch = maxMutationsPerPush;

/** `POST /device-key`: the device's public key goes to the server, the server's comes back. */
export const deviceKeyRequestSchema = z.object({ protocol: z.int(), publicKey: publicKeySchema });
export const deviceKeySchema = z.object({ serverKey: publicKeySchema, serverTime: instant });

/** Why a file cannot be read; nothing of it has been used then. */
export type CourierFault =
  /** Not one of these files at all. */
  | 'not_courier'
  /** Cut off, changed on the way, or signed by somebody else. */
  | 'damaged'
  /** Of a later version of the app. */
  | 'newer'
  | 'too_large'
  | 'passphrase_needed'
  | 'passphrase_wrong';
