import { z } from 'zod';
import { instant, rowId } from '../domain/codes.ts';
import { canonicalJson } from './canonical-json.ts';
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

/** Version of the format. A file of a higher one is refused unread. */
export const courierFormat = 1;
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
const sealSchema = z.object({
  kdf: z.literal('PBKDF2-SHA-256'),
  iterations: z.int().min(600_000).max(5_000_000),
  salt: z.string().regex(/^[0-9a-f]{32}$/),
  iv: z.string().regex(/^[0-9a-f]{24}$/),
});
export type CourierSeal = z.infer<typeof sealSchema>;

const common = {
  protocol: z.int(),
  deviceId: rowId,
  /** Public key of the server the file is for, or from. */
  server: publicKeySchema,
  /** Counts the files of a device, or the answers to it. */
  number: z.int().min(1),
  createdAt: instant,
  seal: sealSchema.nullable(),
  /**
   * The pieces behind the header, in order. Format 1 has one, the lines. Attachments will be further parts, each with its
   * kind, size and digest, of a later format: a reader must not pass over what it was given to carry.
   */
  parts: z
    .array(z.object({ kind: z.literal('lines'), bytes: z.int().min(0).max(maxCourierBytes) }))
    .length(1),
};

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

/** A line of a request: a mutation as a push would carry it, and by how much its clock was wrong (TIME-5). */
export const requestLineSchema = z.object({
  line: z.literal('mutation'),
  mutation: mutationEnvelopeSchema,
  skewMs: z.int().optional(),
});
export type RequestLine = z.infer<typeof requestLineSchema>;

/** How many numbers one `taken` line speaks of. */
export const takenPerLine = 1000;
const openKind = z.string().max(60);
const openDoc = z.record(z.string(), z.unknown());
const [headLine, , endLine] = snapshotLineSchema.options;

/**
 * A line of an answer. `taken` is what a push answers, `page` what a pull does (`from`: the cursor it was asked with), and
 * `head`, `rows`, `end` are a first pull. Kinds of rows are open: what a device does not know, it keeps aside.
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
      changes: z.array(z.object({ kind: openKind, id: rowId, space: z.string(), doc: openDoc.nullable() })),
    }),
  }),
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
