import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deviceKeySchema, type RequestLine } from '#shared/sync/courier.ts';
import { type CourierKeys, makeCourierKeys } from '#shared/sync/courier-crypto.ts';
import { writeCourier } from '#shared/sync/courier-file.ts';
import type { Bytes } from '#shared/sync/courier-means.ts';
import { sentFileSchema, takenFileSchema } from '#shared/sync/courier-upload.ts';
import { maxPieceBytes, offsetHeader, pieceMediaType } from '#shared/sync/files.ts';
import { type MutationEnvelope, protocolVersion } from '#shared/sync/protocol.ts';
import { courierMeans } from '../courier/keys.ts';
import { startSweeping } from '../files/sweep.ts';
import { deviceOf, type TestDevice } from './device.ts';
import { createWorld, type PlaceMaker, type World } from './world.ts';

const at = '/api/v1/admin/courier';

/** Devices' files that administrators bring to the running server (FILE-19). */
export function describeCourierUpload(engine: string, makePlace: PlaceMaker): void {
  describe(`courier at the running server on ${engine}`, () => {
    let world: World;
    let ana: TestDevice;
    let admin: TestDevice;
    let keys: CourierKeys;
    let server: string;
    let files = 0;
    beforeAll(async () => {
      world = await createWorld(await makePlace());
      [ana, admin] = [await deviceOf(world, 'ana'), await deviceOf(world, 'admin')];
      keys = await makeCourierKeys(courierMeans, false);
      const answer = await ana.send('device-key', { protocol: protocolVersion, publicKey: keys.publicKey });
      server = deviceKeySchema.parse(answer.json()).serverKey;
    });
    afterAll(() => world.close());

    function fileOf(
      mutations: readonly MutationEnvelope[],
      passphrase: string | null = null,
    ): Promise<Bytes> {
      files += 1;
      const lines = mutations.map((mutation): RequestLine => ({ line: 'mutation', mutation }));
      const header = {
        purpose: 'request',
        deviceId: ana.session.deviceId,
        server,
        number: files,
        createdAt: world.platform.clock(),
        cursor: ana.cursor,
        outcomesAfter: 0,
        first: mutations[0]?.id ?? 1,
        count: lines.length,
      } as const;
      const text = lines.map((line) => JSON.stringify(line));
      return writeCourier(courierMeans, { header, lines: text, privateKey: keys.privateKey, passphrase });
    }

    const bearer = (device: TestDevice) => ({ authorization: `Bearer ${device.session.accessToken}` });
    const sendPiece = (id: string, offset: number | string, bytes: Uint8Array, device = admin) =>
      world.request({
        method: 'PATCH',
        url: `${at}/${id}`,
        headers: { ...bearer(device), 'content-type': pieceMediaType, [offsetHeader]: String(offset) },
        payload: Buffer.from(bytes),
      });
    const announce = (size: number, device = admin) =>
      device.send('admin/courier', { protocol: protocolVersion, size });

    async function sendUp(bytes: Uint8Array, pieceSize = maxPieceBytes): Promise<string> {
      const { id } = sentFileSchema.parse((await announce(bytes.length)).json());
      for (let offset = 0; offset < bytes.length; offset += pieceSize)
        await sendPiece(id, offset, bytes.subarray(offset, offset + pieceSize));
      return id;
    }
    async function take(id: string, passphrase: string | null = null) {
      const answer = await admin.send(`admin/courier/${id}/take`, { protocol: protocolVersion, passphrase });
      return takenFileSchema.parse(answer.json());
    }
    const pushed = async () =>
      (
        await world.database.db
          .selectFrom('device')
          .select('last_mutation_id as last')
          .where('id', '=', ana.session.deviceId)
          .executeTakeFirstOrThrow()
      ).last;
    const answerOf = (id: string, part: number | string, device = admin) =>
      world.request({ url: `${at}/${id}/answers/${part}`, headers: bearer(device) });

    it('FILE-19 takes a file in as the command line does, once, and gives the answer back', async () => {
      const bytes = await fileOf([ana.registration()]);
      const id = await sendUp(bytes, 100);
      const taken = await take(id);
      expect(taken).toMatchObject({ outcome: 'taken', mutations: 1, refused: 0, stopped: null });
      expect(await take(id)).toMatchObject({ outcome: 'taken', mutations: 1, refused: 0, stopped: null });
      if (taken.outcome !== 'taken') throw new Error('refused');
      const answer = await answerOf(id, 1);
      expect([answer.statusCode, answer.rawPayload.subarray(1, 6).toString()]).toEqual([200, 'TGKUR']);
      expect(answer.headers['content-disposition']).toMatch(/^attachment/);
      expect((await answerOf(id, taken.answer.length + 1)).statusCode).toBe(404);
      const line = world.logged.find((text) => text.includes('"courier_taken"'));
      expect(JSON.parse(line ?? '{}')).toMatchObject({
        importedBy: admin.session.user.id,
        deviceId: ana.session.deviceId,
        mutations: 1,
      });
    });

    it('FILE-19 says why a file is refused; nothing of it was used', async () => {
      const good = await fileOf([ana.registration()]);
      const damaged = good.slice();
      damaged[damaged.length - 80] = (damaged.at(-80) ?? 0) ^ 1;
      const cases: [Uint8Array, string][] = [
        [damaged, 'damaged'],
        [good.slice(0, -1), 'damaged'],
        [new Uint8Array([0xff, 0xd8]), 'not_courier'],
      ];
      const last = await pushed();
      for (const [bytes, refusal] of cases)
        expect(await take(await sendUp(bytes))).toMatchObject({ outcome: 'refused', refusal });
      const sealed = await sendUp(await fileOf([], 'kata sandi kurir'));
      expect(await take(sealed)).toMatchObject({ refusal: 'passphrase_needed' });
      expect(await take(sealed, 'bukan')).toMatchObject({ refusal: 'passphrase_wrong' });
      expect(await take(sealed, 'kata sandi kurir')).toMatchObject({ outcome: 'taken' });
      expect(await pushed()).toBe(last);
      expect(world.logged.join('\n')).not.toContain('kata sandi kurir');
    });

    it('FILE-19 is for administrators, and nobody reaches what another one sent up', async () => {
      await world.setUser('super', { role: 'admin' });
      const other = await deviceOf(world, 'super');
      const id = await sendUp(await fileOf([]));
      expect((await announce(10, ana)).statusCode).toBe(403);
      expect((await sendPiece(id, 0, new Uint8Array(1), ana)).statusCode).toBe(403);
      expect((await answerOf(id, 1, ana)).statusCode).toBe(403);
      expect((await sendPiece(id, 0, new Uint8Array(1), other)).statusCode).toBe(404);
      expect((await answerOf(id, 1, other)).statusCode).toBe(404);
      const taken = await other.send(`admin/courier/${id}/take`, {
        protocol: protocolVersion,
        passphrase: null,
      });
      expect(taken.statusCode).toBe(404);
    });

    it('FILE-19 pieces join up or are not written, and hostile requests leave nothing outside the tray', async () => {
      const bytes = await fileOf([]);
      const { id } = sentFileSchema.parse((await announce(bytes.length)).json());
      expect((await sendPiece(id, 5, bytes.subarray(0, 5))).json()).toMatchObject({ offset: 0 });
      expect((await sendPiece(id, 0, bytes.subarray(0, 5))).json()).toMatchObject({ offset: 5 });
      expect((await sendPiece(id, 0, bytes.subarray(0, 5))).json()).toMatchObject({ offset: 5 });
      expect((await sendPiece(id, 5, bytes.subarray(5))).json()).toMatchObject({ offset: bytes.length });
      expect(await take(id)).toMatchObject({ outcome: 'taken' });
      expect((await announce(67_108_865)).statusCode).toBe(413);
      for (const size of [0, -1, 1.5, '10', null])
        expect((await announce(size as number)).statusCode).toBe(400);
      for (const place of ['..%2F..%2Fx', '%00', 'x'.repeat(200), 'a.b'])
        expect([400, 404]).toContain((await sendPiece(place, 0, new Uint8Array(1))).statusCode);
      for (const offset of ['-1', 'x', '1e3', ''])
        expect((await sendPiece(id, offset, bytes)).statusCode).toBe(400);
      for (const part of ['0', '-1', '..', 'request', '99999'])
        expect([400, 404]).toContain((await answerOf(id, part)).statusCode);
      expect((await sendPiece(id, bytes.length, new Uint8Array(maxPieceBytes + 1))).statusCode).toBe(413);
      const outside = (await readdir(world.files)).filter((name) => name !== 'courier');
      expect(outside).toEqual([]);
    });

    it('FILE-19 what was sent up goes after a day', async () => {
      const id = await sendUp(await fileOf([]));
      world.platform.advance(86_400_001 * 2);
      admin = await deviceOf(world, 'admin');
      await announce(10);
      expect((await sendPiece(id, 0, new Uint8Array(1))).statusCode).toBe(404);
    });

    it('FILE-19 what was sent up goes after a day, also where nobody sends up anything any more', async () => {
      const { files } = world.services;
      if (files === null) throw new Error('no files');
      const id = await sendUp(await fileOf([]));
      await startSweeping(world.services, files)();
      expect((await sendPiece(id, 0, new Uint8Array(1))).statusCode).toBe(200);
      world.platform.advance(86_400_001);
      admin = await deviceOf(world, 'admin');
      await startSweeping(world.services, files)();
      expect((await sendPiece(id, 0, new Uint8Array(1))).statusCode).toBe(404);
    });
  });
}
