import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pieceBytes } from '../../renderer/data/files/file-records.ts';
import {
  answerTo,
  type CourierDesk,
  carry,
  courierOf,
  expectEqual,
  newDesk,
  refusalOf,
  writeFile,
} from './support/courier-scene.ts';
import { attach, onlyFile, photo, transfersOf } from './support/file-desk.ts';
import { register, sync } from './support/scene.ts';
import { TestServer } from './support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

const bytesOnServer = (bytes: Uint8Array) => {
  const sha256 = hash('sha256', bytes);
  return readFile(join(server.folder, sha256.slice(0, 2), sha256)).catch(() => null);
};

/** A ticket of this desk with a photo, neither of which the server has. */
async function withPhoto(desk: CourierDesk, size: number, seed: number) {
  const id = await register(desk.desk);
  const bytes = photo(size, seed);
  const attachmentId = await attach(desk.desk, id, bytes);
  server.pass(1000);
  return { id, bytes, attachmentId };
}

describe('attachments by courier', () => {
  it('FILE-17 a photo goes to the server by file, once, and the device knows it is there', async () => {
    const desk = await newDesk(server);
    const { id, bytes } = await withPhoto(desk, 2 * pieceBytes + 77, 1);
    expect(await desk.courier.state()).toMatchObject({ waitingFiles: { count: 1, bytes: bytes.length } });
    const file = await writeFile(desk);
    expect(file).toMatchObject({ count: 2, attachments: 1, attachmentsLeft: 0 });
    const first = await answerTo(server, file);
    expect(first.taken.carried).toEqual({ stored: 1, refused: 0, waiting: 0, stopped: null });
    expect(await bytesOnServer(bytes)).toEqual(Buffer.from(bytes));
    const again = await answerTo(server, file);
    expect(again.taken.carried).toEqual({ stored: 1, refused: 0, waiting: 0, stopped: null });
    expect(await desk.courier.take(again.files, null)).toMatchObject({ confirmed: 2, stopped: null });
    const { attachment, place } = await onlyFile(desk.desk, id);
    expect([attachment.content, place.transfer, place.problem]).toEqual(['stored', null, null]);
    expect((await writeFile(desk)).attachments).toBe(0);
    await expectEqual(server, desk);
  });

  it('FILE-17 what found no room goes on in the next file, whichever of them arrives', async () => {
    const desk = await newDesk(server);
    const { id, bytes } = await withPhoto(desk, 5 * pieceBytes + 9, 2);
    const whole = await writeFile(desk);
    // As though the server had told of two pieces, and lost them since.
    desk.profile.isOnline = true;
    await sync(desk);
    desk.profile.isOnline = false;
    const sent = await desk.local.db.transfers.toArray();
    expect(sent.map(({ done }) => done)).toEqual([0]);
    await desk.local.db.transfers.update(sent[0]?.key ?? '', { done: 2 * pieceBytes });
    const rest = await writeFile(desk);
    expect(rest.bytes.length).toBeLessThan(whole.bytes.length - pieceBytes);
    const missing = await answerTo(server, rest);
    expect(missing.taken.carried).toMatchObject({ stored: 0, waiting: 1, stopped: null });
    server.pass(1000);
    expect((await desk.courier.take(missing.files, null)).stopped).toBeNull();
    expect((await desk.local.db.transfers.toArray()).map(({ done }) => done)).toEqual([0]);
    expect(await carry(server, desk)).toMatchObject({ stopped: null });
    expect((await onlyFile(desk.desk, id)).attachment.content).toBe('stored');
    expect(await bytesOnServer(bytes)).toEqual(Buffer.from(bytes));
  });

  it('FILE-17 more than one file holds: the second is written after the first, and both are taken in', async () => {
    const desk = await newDesk(server);
    const big = 20_000_000;
    const photos = [await withPhoto(desk, big, 11), await withPhoto(desk, big + 1, 12)];
    photos.push(await withPhoto(desk, big + 2, 13));
    const first = await writeFile(desk);
    expect(first).toMatchObject({ attachments: 2, attachmentsLeft: 1 });
    const second = await desk.courier.write(null, { after: first });
    if (typeof second === 'string') throw new Error(second);
    expect(second).toMatchObject({ attachments: 1, attachmentsLeft: 0, count: 6 });
    expect((await answerTo(server, first)).taken.carried).toMatchObject({ stored: 2, waiting: 1 });
    const { taken, files } = await answerTo(server, second);
    expect(taken.carried).toMatchObject({ stored: 1, waiting: 0 });
    expect((await desk.courier.take(files, null)).stopped).toBeNull();
    for (const { id, bytes } of photos) {
      expect(await bytesOnServer(bytes)).not.toBeNull();
      expect((await onlyFile(desk.desk, id)).place.transfer).toBeNull();
    }
  });

  it('FILE-18 pictures of open tickets come with the answer, sealed too, and are whole', async () => {
    const [here, there] = [await newDesk(server), await newDesk(server)];
    const { id, bytes } = await withPhoto(here, pieceBytes + 5, 3);
    await carry(server, here);
    server.pass(1000);
    const words = 'kata sandi kurir';
    const plain = await answerTo(server, await writeFile(there));
    expect(plain.files[0]?.length).toBeLessThan(pieceBytes);
    const file = await there.courier.write(words, { pictures: true });
    if (typeof file === 'string') throw new Error(file);
    const { files } = await answerTo(server, file, { passphrase: words });
    const report = await there.courier.take(files, words);
    expect(report).toMatchObject({ attachmentsLeft: 0, stopped: null });
    expect(report.attachments).toBeGreaterThan(0);
    expect(await there.desk.files.bytes((await onlyFile(there.desk, id)).attachment.sha256)).toEqual(bytes);
    const next = await there.courier.write(words, { pictures: true });
    if (typeof next === 'string') throw new Error(next);
    const once = await answerTo(server, next, { passphrase: words });
    expect(once.files.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(pieceBytes);
  });

  it('FILE-18 what somebody asked for comes with the answer, stays pinned, and is not fetched again', async () => {
    const [here, there] = [await newDesk(server), await newDesk(server)];
    const { id, bytes } = await withPhoto(here, 3 * pieceBytes, 4);
    await carry(server, here);
    server.pass(1000);
    await carry(server, there);
    server.pass(1000);
    const { attachment } = await onlyFile(there.desk, id);
    expect((await there.desk.files.pin(attachment, true)).ok).toBe(true);
    const { files } = await answerTo(server, await writeFile(there));
    expect(await there.courier.take(files, null)).toMatchObject({ attachments: 1, stopped: null });
    const { place } = await onlyFile(there.desk, id);
    expect(place).toMatchObject({ held: bytes.length, isPinned: true, transfer: null });
    expect(await there.courier.take(files, null)).toMatchObject({ isNew: false, attachments: 0 });
    there.profile.isOnline = true;
    await transfersOf(there).runOnce();
    expect(await there.desk.files.bytes(attachment.sha256)).toEqual(bytes);
  });

  it('FILE-18 what finds no room is told, rows come all the same, and it comes when there is room', async () => {
    const [here, there] = [await newDesk(server), await newDesk(server)];
    const { id } = await withPhoto(here, 2000, 8);
    await carry(server, here);
    server.pass(1000);
    const ask = () => there.courier.write(null, { pictures: true });
    const file = await ask();
    if (typeof file === 'string') throw new Error(file);
    const { files } = await answerTo(server, file);
    const report = await courierOf(there, 1000).take(files, null);
    expect(report).toMatchObject({ attachments: 0, isLast: true, stopped: null });
    expect(report.attachmentsLeft).toBeGreaterThan(0);
    expect((await onlyFile(there.desk, id)).place.held).toBe(0);
    server.pass(1000);
    const next = await ask();
    if (typeof next === 'string') throw new Error(next);
    expect((await there.courier.take((await answerTo(server, next)).files, null)).attachmentsLeft).toBe(0);
    expect((await onlyFile(there.desk, id)).place.held).toBe(2000);
  });

  it('FILE-4 FILE-17 a file with a piece changed, cut or left out is refused whole: nothing is pushed', async () => {
    const desk = await newDesk(server);
    const { bytes } = await withPhoto(desk, 2 * pieceBytes + 1, 5);
    const { bytes: whole } = await writeFile(desk);
    const inPiece = whole.length - pieceBytes;
    const changed = whole.slice();
    changed[inPiece] = (whole[inPiece] ?? 0) ^ 1;
    const swapped = whole.slice();
    swapped.set(
      whole.subarray(whole.length - 1 - 2 * pieceBytes, whole.length - 1 - pieceBytes),
      inPiece - 1,
    );
    for (const bad of [changed, swapped, whole.slice(0, -1), whole.slice(0, inPiece), Uint8Array.of(...[0])])
      expect(await refusalOf(server, bad)).toMatchObject({ kind: 'file' });
    const row = await server.db
      .selectFrom('device')
      .select('last_mutation_id')
      .where('id', '=', desk.local.deviceId)
      .executeTakeFirstOrThrow();
    expect(row.last_mutation_id).toBe(0);
    expect(await bytesOnServer(bytes)).toBeNull();
  });

  it('FILE-17 bytes the server will not keep are refused as in an upload, and the device is told', async () => {
    const desk = await newDesk(server);
    const id = await register(desk.desk);
    const bytes = photo(5000, 6);
    await attach(desk.desk, id, bytes);
    const { db } = desk.local;
    // A device gone bad: other bytes than those it named.
    await db.pieces.toCollection().modify((piece) => {
      piece.bytes[100] = (piece.bytes[100] ?? 0) ^ 1;
    });
    const { taken, files } = await answerTo(server, await writeFile(desk));
    expect(taken.carried).toMatchObject({ stored: 0, waiting: 1, stopped: null });
    expect((await desk.courier.take(files, null)).stopped).toBeNull();
    expect(await bytesOnServer(bytes)).toBeNull();
    expect(await db.transfers.toArray()).toMatchObject([{ done: 0, problem: null }]);
  });

  it('FILE-17 a disk that is full stops the bytes and not the work; the same file again ends it', async () => {
    const desk = await newDesk(server);
    const { bytes } = await withPhoto(desk, pieceBytes + 3, 7);
    const file = await writeFile(desk);
    const { files } = server.services;
    if (files === null) throw new Error('no files');
    const { store } = files;
    const writePiece = store.writePiece.bind(store);
    store.writePiece = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
    const { taken } = await answerTo(server, file);
    store.writePiece = writePiece;
    expect(taken).toMatchObject({
      lastMutationId: 2,
      carried: { stored: 0, waiting: 1, stopped: 'no_space' },
    });
    expect((await answerTo(server, file)).taken.carried).toMatchObject({ stored: 1, stopped: null });
    expect(await bytesOnServer(bytes)).toEqual(Buffer.from(bytes));
  });
});
