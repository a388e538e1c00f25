import { z } from 'zod';
import { instant } from '#shared/domain/codes.ts';

/** Without hearing of the server for longer than this, the desk asks for the password: 72 hours, in ms. */
export const offlineLimitMs = 259_200_000;

/** What the profile remembers of a user's right to be let in without being asked. */
export const guardRecordSchema = z.object({
  /** Time known to have passed since the server was heard of or the password was given, ms. */
  elapsedMs: z.number().min(0),
  /** Corrected instant of the last look, UTC ms; null where none was taken since the password was given. */
  seenAt: instant.nullable(),
  /** When the last whole exchange and the last answer by file were that have been counted; UTC ms. */
  syncedAt: instant.nullable(),
  answeredAt: instant.nullable(),
  isLocked: z.boolean(),
  /** The server has said that the account is closed: only the server can let the user in again. */
  isClosed: z.boolean(),
  /** Somebody else chose the password. */
  mustChange: z.boolean(),
});
export type GuardRecord = z.infer<typeof guardRecordSchema>;

/** The password has just been given, here or to the server. */
export const entered: GuardRecord = {
  elapsedMs: 0,
  seenAt: null,
  syncedAt: null,
  answeredAt: null,
  isLocked: false,
  isClosed: false,
  mustChange: false,
};

/** What one look finds. */
export interface Look {
  /** Corrected present instant, UTC ms. */
  readonly now: number;
  readonly syncedAt: number | null;
  readonly answeredAt: number | null;
  /** False where no password could be checked without a server: then time alone locks nobody out of his own work. */
  readonly canUnlock: boolean;
  /** The server has just said that the account is closed. */
  readonly isClosed: boolean;
  readonly limitMs: number;
}

/**
 * The record after a look. Time is added up as it is seen to pass and never taken back, so that a clock set back hides at
 * most what passed while the app was closed. A lock is opened by the password alone, not by the server being there again.
 */
export function afterLook(known: GuardRecord | undefined, look: Look): GuardRecord {
  const { now, syncedAt, answeredAt } = look;
  const before = known ?? entered;
  const passedMs = before.seenAt === null ? 0 : Math.max(0, now - before.seenAt);
  const contacts = [
    ...(syncedAt === null || syncedAt === before.syncedAt ? [] : [syncedAt]),
    ...(answeredAt === null || answeredAt === before.answeredAt ? [] : [answeredAt]),
  ];
  const sinceContact = contacts.map((at) => Math.max(0, now - at));
  // A profile from before there was a record: all that is known is when the server was last heard of.
  const sinceBefore = known === undefined ? Number.POSITIVE_INFINITY : before.elapsedMs + passedMs;
  const least = Math.min(sinceBefore, ...sinceContact);
  const elapsedMs = Number.isFinite(least) ? least : 0;
  return {
    ...before,
    elapsedMs,
    seenAt: now,
    syncedAt: syncedAt ?? before.syncedAt,
    answeredAt: answeredAt ?? before.answeredAt,
    isLocked: before.isLocked || (look.canUnlock && elapsedMs > look.limitMs),
    isClosed: before.isClosed || look.isClosed,
  };
}
