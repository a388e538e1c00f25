import { err, ok, type Result } from '#shared/domain/result.ts';
import { type AnswerHeader, type AnswerLine, answerLineSchema } from '#shared/sync/courier.ts';
import { openCourier, type UnpackedCourier, unpackCourier } from '#shared/sync/courier-file.ts';
import { CourierUnreadable } from '#shared/sync/courier-lines.ts';
import type { CourierSource } from '#shared/sync/courier-source.ts';
import { readMeta } from '../db/meta.ts';
import type { LocalStore } from '../local/mutate.ts';
import { applyPage, isAhead } from './apply-page.ts';
import { applyTaken } from './apply-taken.ts';
import type { AnswerFault } from './contract.ts';
import { type CourierBook, changeBook, readBook } from './courier-meta.ts';
import { FilesByFile } from './files-by-file.ts';
import { FirstPullByFile } from './first-pull-by-file.ts';
import type { TakeDeps } from './take-deps.ts';

/**
 * Invariants of taking in an answer:
 * - nothing is used of a file before its whole signature has been checked;
 * - every line is one transaction, and each can be taken again: a crash anywhere is mended by importing the file again;
 * - what the device knows from elsewhere (the line, a newer answer) is never put back to what an older file says.
 */

export interface TakenAnswer {
  readonly isNew: boolean;
  readonly isLast: boolean;
  readonly confirmed: number;
  readonly changes: number;
  /** Attachments whose bytes are on this device now and were not before. */
  readonly attachments: number;
  /** Attachments that found no room on this device. */
  readonly attachmentsLeft: number;
}

const known = { isNew: false, confirmed: 0, changes: 0, attachments: 0, attachmentsLeft: 0 } as const;

/** The header of an answer meant for this device; its signature has not been checked. */
export async function openAnswer(
  { store, means }: Pick<TakeDeps, 'store' | 'means'>,
  source: CourierSource,
): Promise<Result<AnswerHeader, AnswerFault>> {
  const opened = await openCourier(means, source);
  if (!opened.ok) return opened;
  const { header } = opened.value;
  if (header.purpose !== 'answer') return err('not_an_answer');
  return header.deviceId === store.deviceId ? ok(header) : err('foreign_device');
}

/** Takes in one file of an answer. A fault before its lines leaves everything as it was; one among them, what came so far. */
export async function takeAnswer(
  deps: TakeDeps,
  source: CourierSource,
  passphrase: string | null,
): Promise<Result<TakenAnswer, AnswerFault>> {
  const { store, means } = deps;
  const { db, deviceId } = store;
  const header = await openAnswer(deps, source);
  if (!header.ok) return header;
  const opened = await openCourier(means, source);
  if (!opened.ok) return opened;
  const book = await readBook(db, deviceId);
  if (book.server === null) return err('not_registered');
  if (header.value.server !== book.server.publicKey) return err('foreign_server');
  const { publicKey } = book.server;
  const unpacked = await unpackCourier(means, opened.value, { publicKey, passphrase });
  if (!unpacked.ok) return unpacked;
  const place = await placeOf(store, header.value, book);
  if (place === 'again') return ok({ ...known, isLast: header.value.isLast });
  if (place !== 'next') return err(place);
  try {
    return await takeLines(deps, header.value, book, unpacked.value);
  } catch (error) {
    if (error instanceof CourierUnreadable) return err(error.fault);
    throw error;
  }
}

/** Where this file stands among what the device has had. */
async function placeOf(
  { db }: LocalStore,
  { cursor: ceiling, number, part, createdAt }: AnswerHeader,
  { taken }: CourierBook,
): Promise<'next' | 'again' | 'older' | 'out_of_order'> {
  const { cursor, clock } = await readMeta(db, 'cursor', 'clock');
  if (taken !== null && taken.epoch === ceiling.epoch) {
    if (number < taken.number) return 'older';
    if (number === taken.number && part <= taken.part) return 'again';
    if (number === taken.number && part === taken.part + 1) return 'next';
  }
  if (part > 1) return 'out_of_order';
  if (cursor === undefined) return 'next';
  // Versions and epochs go back when a server is restored; the time at which it wrote tells that from an old file.
  const lastHeard = Math.max(clock?.seenServerTime ?? 0, taken?.createdAt ?? 0);
  const isElsewhere = cursor.epoch !== ceiling.epoch || isAhead(cursor, ceiling);
  return isElsewhere && createdAt <= lastHeard ? 'older' : 'next';
}

async function takeLines(
  deps: TakeDeps,
  header: AnswerHeader,
  book: CourierBook,
  unpacked: UnpackedCourier,
): Promise<Result<TakenAnswer, AnswerFault>> {
  const { store, means, announce } = deps;
  const { db, deviceId, clock } = store;
  const firstPull = new FirstPullByFile(store, announce, header.part > 1 ? (book.taken?.head ?? null) : null);
  const carried = new FilesByFile(deps, unpacked);
  let confirmed = 0;
  let changes = 0;
  for await (const text of unpacked.lines) {
    const line = readLine(text);
    if (line.line === 'taken') {
      confirmed += await applyTaken(db, means, line);
    } else if (line.line === 'page') {
      const applied = await applyPage(store, line, header.cursor);
      if (applied === 'gap') return err('out_of_order');
      if (applied === 'known') continue;
      changes += line.page.changes.length;
      if (applied.isReset) announce({ type: 'reset' });
      if (applied.keys.length > 0) announce({ type: 'changed', keys: applied.keys });
      if (applied.reviewChanged) announce({ type: 'review' });
    } else if (line.line === 'upload') {
      await carried.settle(line);
    } else if (line.line === 'piece') {
      await carried.keep(line);
    } else {
      changes += await firstPull.take(line);
    }
  }
  const { number, part, isLast, createdAt, cursor } = header;
  const taken = {
    epoch: cursor.epoch,
    number,
    part,
    isLast,
    createdAt,
    at: clock.now(),
    head: firstPull.head,
  };
  await changeBook(db, deviceId, (now) => ({ ...now, taken }));
  return ok({ isNew: true, isLast, confirmed, changes, ...carried.counts });
}

function readLine(text: string): AnswerLine {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new CourierUnreadable('damaged');
  }
  const parsed = answerLineSchema.safeParse(json);
  if (!parsed.success) throw new CourierUnreadable('damaged');
  return parsed.data;
}
