import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { maxPieceBytes } from '#shared/sync/files.ts';
import { FileStore } from '../files/file-store.ts';
import { pictureOf } from '../files/test-documents.ts';
import { addressOf, attach, bearer, filesUnder, read, send, sendPiece, stateOf } from './attaching.ts';
import { deviceOf, docOf, type TestDevice } from './device.ts';
import { corpus, eicarMark } from './files-corpus.ts';
import { createWorld, type PlaceMaker, type World } from './world.ts';

/** Rules ATT-… of docs/protocol.md. */
export function describeFiles(name: string, place: PlaceMaker): void {
  describe(`files on ${name}`, () => {
    let world: World;
    let ana: TestDevice;
    let citra: TestDevice;
    let ticket: string;

    beforeAll(async () => {
      world = await createWorld(await place(), {
        scan: async (path) => ((await readFile(path)).includes(eicarMark) ? 'infected' : 'clean'),
      });
      ana = await deviceOf(world, 'ana');
      citra = await deviceOf(world, 'citra');
      const registration = ana.registration();
      ticket = (registration.args as { id: string }).id;
      await ana.push(registration);
    });
    afterAll(() => world.close());

    it('ATT-2 goes on from every offset at which it was cut, and the row says stored', async () => {
      const bytes = pictureOf('jpg', Buffer.from('0123456789abcdefghijklmno'));
      for (let cut = 0; cut <= bytes.length; cut += 1) {
        const content = Buffer.concat([bytes, Buffer.from(`cut ${cut}`)]);
        const file = await attach(ana, ticket, content);
        if (cut > 0) await sendPiece(ana, file, 0, content.subarray(0, cut));
        expect(await stateOf(ana, file)).toMatchObject({ offset: cut, content: 'waiting' });
        expect(await send(ana, file)).toMatchObject({ content: 'stored' });
        expect((await read(ana, file)).rawPayload.equals(content)).toBe(true);
        expect(docOf(await ana.pullAll(), 'attachment', file.attachmentId)).toMatchObject({
          content: 'stored',
        });
      }
    });

    it('ATT-2 a piece that does not join up is not written; a repeated one changes nothing', async () => {
      const file = await attach(ana, ticket, pictureOf('jpg', 'tidak sambung'));
      const first = file.bytes.subarray(0, 8);
      expect((await sendPiece(ana, file, 4, first)).json()).toMatchObject({ offset: 0 });
      expect((await sendPiece(ana, file, 0, first)).json()).toMatchObject({ offset: 8 });
      expect((await sendPiece(ana, file, 0, first)).json()).toMatchObject({ offset: 8 });
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => sendPiece(ana, file, 8, file.bytes.subarray(8))),
      );
      for (const answer of answers) expect(answer.json()).toMatchObject({ content: 'stored' });
      expect((await read(ana, file)).rawPayload.equals(file.bytes)).toBe(true);
    });

    it('ATT-2 F21 a server killed between bytes and row asks for nothing that has been sent', async () => {
      const file = await attach(ana, ticket, pictureOf('jpg', 'baris belum ditulis'));
      const store = new FileStore(world.files);
      const part = store.partOf(ana.session.deviceId, file.attachmentId);
      await store.writePiece(part, 0, file.bytes);
      await store.keep(part, file.sha256, file.bytes);
      expect(await stateOf(ana, file)).toMatchObject({ offset: file.bytes.length, content: 'stored' });
      expect(await store.partSize(part)).toBe(0);
      expect((await read(ana, file)).rawPayload.equals(file.bytes)).toBe(true);
    });

    it('ATT-3 bytes of another hash are thrown away, and sent anew', async () => {
      const file = await attach(ana, ticket, pictureOf('jpg', 'yang benar'));
      const other = Buffer.from(file.bytes).fill('x', 4);
      expect((await sendPiece(ana, file, 0, other)).json()).toMatchObject({ offset: 0, problem: 'damaged' });
      expect((await read(ana, file)).statusCode).toBe(404);
      expect(await send(ana, file)).toMatchObject({ content: 'stored' });
    });

    it('ATT-3 a size that is a lie never becomes a stored file', async () => {
      const bytes = pictureOf('jpg', 'ukuran bohong');
      const short = await attach(ana, ticket, bytes, 'foto.jpg', 10);
      expect(await send(ana, { ...short, bytes: bytes.subarray(0, 10) })).toMatchObject({
        problem: 'damaged',
      });
      expect((await sendPiece(ana, short, 0, bytes)).json()).toMatchObject({
        error: { code: 'bad_request', field: 'size' },
      });
    });

    it('ATT-4 another office learns nothing, with row, hash and all, and a hash alone gets no file', async () => {
      const file = await attach(ana, ticket, pictureOf('jpg', 'rahasia dinas'));
      await send(ana, file);
      for (const what of ['uploads', 'files']) {
        const answer = await world.request({ url: addressOf(what, file), headers: bearer(citra) });
        expect(answer.json()).toMatchObject({ error: { code: 'not_found' } });
        const nobody = await world.request({ url: addressOf(what, file) });
        expect(nobody.json()).toMatchObject({ error: { code: 'unauthenticated' } });
      }
      expect((await sendPiece(citra, file, 0, file.bytes)).statusCode).toBe(404);
      const registration = citra.registration({}, 'DISDIK');
      await citra.push(registration);
      const own = (registration.args as { id: string }).id;
      const guess = await attach(citra, own, file.bytes);
      expect(await stateOf(citra, { ...guess, bytes: file.bytes })).toMatchObject({
        offset: 0,
        content: 'waiting',
      });
      expect((await read(citra, guess)).statusCode).toBe(404);
      expect(await send(citra, guess)).toMatchObject({ content: 'stored' });
      expect((await read(citra, guess)).statusCode).toBe(200);
    });

    it('ATT-4 what the reader could read already need not be sent again', async () => {
      const file = await attach(ana, ticket, pictureOf('jpg', 'dua kali'));
      await send(ana, file);
      const again = await attach(ana, ticket, file.bytes, 'salinan.jpg');
      expect(await stateOf(ana, again)).toMatchObject({ content: 'stored' });
    });

    it('ATT-4 two people send the same bytes at once, and both are told stored', async () => {
      const super_ = await deviceOf(world, 'super');
      const bytes = pictureOf('jpg', Buffer.alloc(1_200_000, 7));
      const [one, two] = [await attach(ana, ticket, bytes), await attach(super_, ticket, bytes)];
      const states = await Promise.all([send(ana, one, 100_000), send(super_, two, 130_000)]);
      expect(states.map(({ content }) => content)).toEqual(['stored', 'stored']);
      expect((await read(super_, two)).rawPayload.equals(bytes)).toBe(true);
    });

    it('ATT-5 is served as a download of its type only, whole or from a place on', async () => {
      const file = await attach(ana, ticket, pictureOf('jpg', 'kepala'), 'Laporan “rusak” – o’clock.jpg');
      expect(file.refusal).toBeNull();
      await send(ana, file);
      const whole = await read(ana, file);
      expect(whole.headers).toMatchObject({
        'content-type': 'image/jpeg',
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
        'content-disposition':
          'attachment; filename="Laporan _rusak_ _ o_clock.jpg"; ' +
          "filename*=UTF-8''Laporan%20%E2%80%9Crusak%E2%80%9D%20%E2%80%93%20o%E2%80%99clock.jpg",
      });
      const rest = await read(ana, file, { range: 'bytes=4-' });
      expect([rest.statusCode, rest.headers['content-range']]).toEqual([
        206,
        `bytes 4-${file.bytes.length - 1}/${file.bytes.length}`,
      ]);
      expect(rest.rawPayload.equals(file.bytes.subarray(4))).toBe(true);
      for (const range of ['bytes=999999-', 'bytes=0-1', 'bytes=-3', 'x']) {
        expect((await read(ana, file, { range })).statusCode).toBe(400);
      }
    });

    it.each(corpus)('ATT-6 %j: %#', async (called, bytes, outcome) => {
      const file = await attach(ana, ticket, bytes, called);
      if (outcome === 'not_attached') return expect(file.refusal).toBe('invalid_arguments');
      expect(file.refusal).toBeNull();
      const state = await send(ana, file);
      const wanted =
        outcome === 'stored'
          ? { content: 'stored', problem: null }
          : { content: 'refused', problem: outcome };
      expect(state).toMatchObject(wanted);
      expect(docOf(await ana.pullAll(), 'attachment', file.attachmentId)).toMatchObject(wanted);
      expect((await read(ana, file)).statusCode).toBe(outcome === 'stored' ? 200 : 404);
    });

    it('ATT-6 an empty file and one above the limit are no attachments', async () => {
      expect((await attach(ana, ticket, Buffer.alloc(0))).refusal).toBe('invalid_arguments');
      expect((await attach(ana, ticket, pictureOf('jpg'), 'foto.jpg', 26_214_401)).refusal).toBe(
        'invalid_arguments',
      );
      const file = await attach(ana, ticket, pictureOf('jpg', 'besar'));
      expect((await sendPiece(ana, file, 0, Buffer.alloc(maxPieceBytes + 1))).statusCode).toBe(413);
    });

    it('ATT-7 nothing a request names becomes a path', async () => {
      await send(ana, await attach(ana, ticket, pictureOf('jpg', 'di tempatnya')));
      const payloads = [
        '../x',
        '..\\x',
        '%2e%2e%2fx',
        '%252e%252e%252fx',
        '..%c0%afx',
        '/etc/passwd',
        'C:\\x.txt',
        'con.txt',
        'nul',
        'a\u0000.jpg',
        '....//x',
        '..;/x',
        '\\\\server\\share',
        'x/../../y',
        '.ssh',
        '~root',
        'aux.jpg',
        'x:stream.jpg',
        '%00',
        '\u2025/x',
      ];
      for (const payload of payloads) {
        const encoded = encodeURIComponent(payload);
        const good = 'a'.repeat(64);
        for (const url of [
          `/api/v1/files/${encoded}?attachment=x`,
          `/api/v1/uploads/${payload.replaceAll('\u0000', '%00').replaceAll('\\', '%5C')}?attachment=x`,
          `/api/v1/files/${good}?attachment=${encoded}`,
        ]) {
          const answer = await world.request({ url, headers: bearer(ana) });
          expect([url, answer.statusCode]).toEqual([url, expect.toBeOneOf([400, 404])]);
        }
        const { refusal } = await attach(ana, ticket, pictureOf('jpg'), `${payload}.jpg`);
        const { refusal: inId } = await attach(ana, `${ticket}/${payload}`, pictureOf('jpg'));
        expect([payload, inId]).toEqual([
          payload,
          expect.stringMatching(/invalid_arguments|ticket_not_found/),
        ]);
        if (refusal !== null) expect(refusal).toBe('invalid_arguments');
      }
      // The folder of this world holds nothing but the one for files.
      expect(readdirSync(dirname(world.files))).toEqual(['files']);
      for (const path of filesUnder(world.files)) {
        expect(path.slice(world.files.length + 1)).toMatch(/^(?:[0-9a-f]{2}\/|parts\/)[0-9a-f]{64}$/);
      }
    });
  });
}
