import { z } from 'zod';
import { instant, rowId } from '../domain/codes.ts';
import { userSchema } from '../domain/reference.ts';
import { refusalSchema } from '../mutations/refusal.ts';
import { rowKinds } from './rows.ts';

/** Version of the wire format; both sides name theirs, and say which side is too old. */
export const protocolVersion = 2;
export const oldestProtocolVersion = 1;

export const maxMutationsPerPush = 500;
export const maxPushBytes = 1_048_576;
export const maxChangesPerPull = 1000;
/** Where an answer is full of outcomes, the device counts as acknowledged only up to the last of them, and asks again. */
export const maxOutcomesPerPull = 1000;

/** A change on its way: the same bytes on every retry. `occurredAt` is the device's reading corrected by its offset then. */
export const mutationEnvelopeSchema = z.object({
  id: z.int().min(1),
  name: z.string().max(60),
  args: z.unknown(),
  occurredAt: instant,
  /** Last server time the device had seen when the user acted; 0 where none. */
  seenServerTime: instant,
});
export type MutationEnvelope = z.infer<typeof mutationEnvelopeSchema>;

export const loginRequestSchema = z.object({
  protocol: z.int(),
  username: z.string().min(1).max(60),
  password: z.string().min(1).max(1024),
  /** The device this user already has in this profile; null asks the server to enrol one. */
  deviceId: rowId.nullable(),
  deviceName: z.string().max(120),
});

export const sessionSchema = z.object({
  user: userSchema,
  deviceId: rowId,
  deviceCode: z.string(),
  accessToken: z.string(),
  accessExpiresAt: instant,
  refreshToken: z.string(),
  /** Highest mutation the server has from this device; a reinstalled device goes on from here. */
  lastMutationId: z.int(),
  epoch: z.string(),
  /** True while the account still has a password somebody else chose. */
  mustChangePassword: z.boolean().optional(),
  serverTime: instant,
});
export type SessionGrant = z.infer<typeof sessionSchema>;

export const refreshRequestSchema = z.object({
  protocol: z.int(),
  deviceId: rowId,
  refreshToken: z.string().max(200),
});

export const passwordRequestSchema = z.object({
  protocol: z.int(),
  present: z.string().min(1).max(1024),
  next: z.string().min(1).max(1024),
});

/**
 * By how much the device's clock turned out to be wrong when a mutation was made (ms, positive: it ran behind). Learnt
 * afterwards, so it stands beside the mutations, whose bytes never change.
 */
export const clockSkewSchema = z.object({ id: z.int().min(1), skewMs: z.int() });
export type ClockSkew = z.infer<typeof clockSkewSchema>;

export const pushRequestSchema = z.object({
  protocol: z.int(),
  mutations: z.array(mutationEnvelopeSchema).max(maxMutationsPerPush),
  /**
   * The server's life the device's numbers belong to; in another one it must start over before it sends, because what it
   * takes for known may be lost. Left out where the device knows none yet.
   */
  epoch: z.string().max(200).optional(),
  clock: z.array(clockSkewSchema).max(maxMutationsPerPush).optional(),
});

/**
 * What became of a mutation, where there is more to say than "applied". Values of other people that it overwrote
 * are told by the journal (`overwritten`, `forUser`), which reaches every device.
 */
export const outcomeSchema = z.object({
  id: z.int(),
  status: z.enum(['refused', 'applied']),
  refusal: refusalSchema.optional(),
});
export type Outcome = z.infer<typeof outcomeSchema>;

export const pushResponseSchema = z.object({
  lastMutationId: z.int(),
  /** Refusals among the mutations of this push, also those of an earlier push of the same ids. */
  outcomes: z.array(outcomeSchema),
  serverTime: instant,
});
export type PushResponse = z.infer<typeof pushResponseSchema>;

/** Start of a window, UTC ms; never before 1970, so that no arithmetic on it can leave the range of instants. */
const windowStart = instant.min(0);

/**
 * How far a device has come. `since` is there where it has a window: tickets that were over before are left out. `base`,
 * while pages of one pull wait, holds the versions at which that pull began. A device stores what it is given.
 */
export const cursorSchema = z.object({
  epoch: z.string(),
  versions: z.record(z.string(), z.int().min(0)),
  since: windowStart.optional(),
  base: z.record(z.string(), z.int().min(0)).optional(),
});
export type Cursor = z.infer<typeof cursorSchema>;

/** `doc: null` is a tombstone: the row is gone, or the reader may no longer see it. */
export const changeSchema = z.object({
  kind: z.enum(rowKinds),
  id: rowId,
  space: z.string(),
  doc: z.record(z.string(), z.unknown()).nullable(),
});
export type Change = z.infer<typeof changeSchema>;

export const pullRequestSchema = z.object({
  protocol: z.int(),
  cursor: cursorSchema,
  /** Outcomes are told for mutations above this one. */
  outcomesAfter: z.int().min(0),
  limit: z.int().min(1).max(maxChangesPerPull).default(maxChangesPerPull),
});

export const pullResponseSchema = z.object({
  cursor: cursorSchema,
  changes: z.array(changeSchema),
  /** The other rows of tickets that were over and changed: a device with a window may not have them. */
  unchanged: z.array(changeSchema).optional(),
  /** Tickets that were over before the window and are new to the device were left out. */
  leftOut: z.boolean().optional(),
  /** Spaces the reader no longer has: the device drops their rows. */
  droppedSpaces: z.array(z.string()),
  more: z.boolean(),
  lastMutationId: z.int(),
  outcomes: z.array(outcomeSchema),
  serverTime: instant,
});
export type PullResponse = z.infer<typeof pullResponseSchema>;

/**
 * The first pull streams lines of JSON: a head, then rows kind by kind in descending id order (newest first), then an
 * end. `after` resumes behind the last row a device has stored; the device keeps the versions of the first head, so that
 * whatever changed during the stream comes again by the ordinary pull. Without `months` and `since` everything is sent.
 */
export const snapshotRequestSchema = z.object({
  protocol: z.int(),
  after: z.object({ kind: z.enum(rowKinds), id: rowId }).nullable(),
  /** Asks for a window of so many months by the server's clock; the head's cursor says since when that is. */
  months: z.int().min(1).max(1200).optional(),
  /** The window of the first head, where the stream goes on behind it. */
  since: windowStart.optional(),
});
export const snapshotLineSchema = z.discriminatedUnion('line', [
  z.object({
    line: z.literal('head'),
    cursor: cursorSchema,
    total: z.int(),
    serverTime: instant,
    lastMutationId: z.int(),
  }),
  z.object({
    line: z.literal('rows'),
    kind: z.enum(rowKinds),
    docs: z.array(z.record(z.string(), z.unknown())),
  }),
  z.object({ line: z.literal('end') }),
]);

/** Coded answers of every route. `action` tells a client what to do: try later, log in, start over, or give up. */
export const errorCode = z.enum([
  'bad_request',
  'unauthenticated',
  'wrong_credentials',
  'account_disabled',
  'forbidden',
  'not_found',
  'too_large',
  'too_many_requests',
  'too_many_devices',
  'no_device_codes',
  'version_changed',
  'mutation_gap',
  'mutation_changed',
  'cursor_epoch',
  'cursor_ahead',
  'client_too_old',
  'client_too_new',
  'internal',
  'unavailable',
]);
export type ErrorCode = z.infer<typeof errorCode>;
export const errorResponseSchema = z.object({
  error: z.object({
    code: errorCode,
    field: z.string().optional(),
    expected: z.int().optional(),
    requestId: z.string().optional(),
  }),
  serverTime: instant,
});
export type ErrorResponse = z.infer<typeof errorResponseSchema>;
