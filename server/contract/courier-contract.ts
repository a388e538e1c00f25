import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AnswerLine,
  answerLineSchema,
  deviceKeySchema,
  type RequestLine,
} from '#shared/sync/courier.ts';
import { type CourierKeys, makeCourierKeys } from '#shared/sync/courier-crypto.ts';
import { openCourier, unpackCourier, writeCourier } from '#shared/sync/courier-file.ts';
import type { Bytes } from '#shared/sync/courier-means.ts';
import { joinBytes, sourceOfBytes } from '#shared/sync/courier-source.ts';
import { type MutationEnvelope, protocolVersion } from '#shared/sync/protocol.ts';
import { answerFiles } from '../courier/answer-files.ts';
import { courierMeans, serverKeys } from '../courier/keys.ts';
import { lastRequestOf, takeRequest } from '../courier/take-request.ts';
import { verifyChains } from '../store/verify.ts';
import { deviceOf, type TestDevice } from './device.ts';
import { createWorld, type PlaceMaker, type World } from './world.ts';

/** Exchange by file (rules FILE-n of docs/courier.md), with a device that writes its files by hand. */
export function describeCourier(engine: string, makePlace: PlaceMaker): void {
  describe(`courier on ${engine}`, () => {
    let world: World;
    let ana: TestDevice;
    let keys: CourierKeys;
    let server: string;
    let files = 0;
    beforeAll(async () => {
      world = await createWorld(await makePlace());
      ana = await deviceOf(world, 'ana');
      keys = await makeCourierKeys(courierMeans, false);
      const answer = await ana.send('device-key', { protocol: protocolVersion, publicKey: keys.publicKey });
      server = deviceKeySchema.parse(answer.json()).serverKey;
    });
    afterAll(() => world.close());

    async function fileOf(
      mutations: readonly (MutationEnvelope & Readonly<Record<string, unknown>>)[],
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
      const { privateKey } = keys;
      const text = lines.map((line) => JSON.stringify(line));
      return writeCourier(courierMeans, { header, lines: text, privateKey, passphrase: null });
    }

    async function linesOf(file: Bytes): Promise<AnswerLine[]> {
      const opened = await openCourier(courierMeans, sourceOfBytes(file));
      if (!opened.ok) throw new Error(opened.error);
      const unpacked = await unpackCourier(courierMeans, opened.value, {
        publicKey: server,
        passphrase: null,
      });
      if (!unpacked.ok) throw new Error(unpacked.error);
      const lines: AnswerLine[] = [];
      for await (const line of unpacked.value.lines) lines.push(answerLineSchema.parse(JSON.parse(line)));
      return lines;
    }

    async function exchange(bytes: Bytes) {
      const taken = await takeRequest(world.services, {
        source: sourceOfBytes(bytes),
        passphrase: null,
        uploads: null,
        importedBy: null,
      });
      if (!taken.ok) throw new Error(JSON.stringify(taken.error));
      const answers: Bytes[] = [];
      const input = { owner: taken.value.owner, asked: taken.value, passphrase: null, uploads: null };
      for await (const { chunks } of answerFiles(world.services, input))
        answers.push(await joinBytes(chunks));
      const lines = (await Promise.all(answers.map(linesOf))).flat();
      return { taken: taken.value, lines };
    }

    it('FILE-2 gives and takes keys over the line, and only to those who are signed in', async () => {
      const again = await ana.send('device-key', { protocol: protocolVersion, publicKey: keys.publicKey });
      expect(again.json()).toMatchObject({ serverKey: server });
      const bad = [{ publicKey: 'ff' }, { publicKey: keys.publicKey.toUpperCase() }, { publicKey: null }, {}];
      for (const body of bad)
        expect((await ana.send('device-key', { protocol: protocolVersion, ...body })).statusCode).toBe(400);
      const stranger = await ana.send('device-key', { protocol: protocolVersion }, 'a'.repeat(43));
      expect(stranger.statusCode).toBe(401);
    });

    it('FILE-2 makes its own keys once, whoever asks at the same time', async () => {
      const asked = await Promise.all(Array.from({ length: 6 }, () => serverKeys(world.database.db)));
      expect(new Set(asked.map(({ publicKey }) => publicKey))).toEqual(new Set([server]));
    });

    it('FILE-1 FILE-6 takes a file through push, once, also many times at once', async () => {
      const register = ana.registration();
      const { id } = register.args as { id: string };
      const notes = Array.from({ length: 249 }, (_, at) =>
        ana.mutation('ticket.note', { id, text: `${at}` }),
      );
      const bytes = await fileOf([register, ...notes]);
      const { taken, lines } = await exchange(bytes);
      expect(taken).toMatchObject({ lastMutationId: 250, refused: 0, stopped: null });
      const journal = async () =>
        (
          await world.database.db
            .selectFrom('stored_row')
            .select('id')
            .where('kind', '=', 'journal')
            .where('id', 'like', `${id}/%`)
            .execute()
        ).length;
      expect(await journal()).toBe(250);
      const again = await Promise.all(Array.from({ length: 4 }, () => exchange(bytes)));
      for (const one of again) expect(one.taken).toMatchObject({ lastMutationId: 250, stopped: null });
      expect(await journal()).toBe(250);
      expect((await verifyChains(world.database.db)).faults).toEqual([]);
      const [first, ...pages] = lines;
      expect(first).toMatchObject({ line: 'taken', from: 1, last: 250 });
      expect(first?.line === 'taken' && first.prints.every((print) => print.length === 43)).toBe(true);
      expect(pages.every(({ line }) => line === 'page')).toBe(true);
      const last = pages.at(-1);
      if (last?.line !== 'page') throw new Error('no page');
      expect(last.page).toMatchObject({ more: false, lastMutationId: 250, outcomes: [] });
    });

    it('FILE-6 FILE-10 remembers the newest file, whatever is brought afterwards', async () => {
      const [older, newer] = [await fileOf([]), await fileOf([])];
      await exchange(newer);
      await exchange(older);
      const code = ana.session.deviceCode;
      expect(await lastRequestOf(world.database.db, code)).toMatchObject({
        header: { number: files, count: 0 },
        files: null,
      });
      expect(await lastRequestOf(world.database.db, 'ZZZ')).toBeUndefined();
    });

    it('FILE-5 ERR-3 takes nothing of a file with a field beside the arguments that it does not know', async () => {
      const { id } = ana.registration().args as { id: string };
      const note = ana.mutation('ticket.note', { id, text: 'x' });
      ana.lastId -= 2;
      const source = sourceOfBytes(
        await fileOf([{ ...note, id: ana.lastId + 1, catatan: 'hilang diam-diam' }]),
      );
      const before = (await ana.push()).lastMutationId;
      const input = { source, passphrase: null, uploads: null, importedBy: null };
      expect(await takeRequest(world.services, input)).toMatchObject({
        ok: false,
        error: { kind: 'file', fault: 'newer' },
      });
      expect((await ana.push()).lastMutationId).toBe(before);
    });

    it('FILE-2 FILE-10 a device that was emptied and has new keys is answered by its new files, not by its old ones', async () => {
      const code = ana.session.deviceCode;
      const register = (publicKey: string) =>
        ana.send('device-key', { protocol: protocolVersion, publicKey });
      await exchange(await fileOf([]));
      await register(keys.publicKey);
      expect(await lastRequestOf(world.database.db, code)).toMatchObject({ header: { number: files } });
      keys = await makeCourierKeys(courierMeans, false);
      await register(keys.publicKey);
      expect(await lastRequestOf(world.database.db, code)).toBeUndefined();
      files = 0;
      await exchange(await fileOf([]));
      expect(await lastRequestOf(world.database.db, code)).toMatchObject({ header: { number: 1 } });
    });

    it('FILE-15 answers a device of another life with a first pull', async () => {
      const own = ana.cursor;
      ana.cursor = { epoch: 'kehidupan lain', versions: own.versions };
      const { lines } = await exchange(await fileOf([]));
      ana.cursor = own;
      const order = lines.map(({ line }) => line).filter((line, at, all) => line !== all[at - 1]);
      expect(order).toEqual(['head', 'taken', 'rows', 'end', 'page']);
    });
  });
}
