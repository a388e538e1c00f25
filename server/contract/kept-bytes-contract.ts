import { hash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileStore } from '../files/file-store.ts';
import { sweepFiles } from '../files/sweep.ts';
import { pictureOf } from '../files/test-documents.ts';
import { attach, read, send } from './attaching.ts';
import { deviceOf, docOf, type TestDevice } from './device.ts';
import { createWorld, type PlaceMaker, type World } from './world.ts';

/** Bytes of attachments on the server's disk (rules ATT-8 and ATT-9 of docs/protocol.md). */
export function describeKeptBytes(name: string, place: PlaceMaker): void {
  describe(`bytes kept on ${name}`, () => {
    let world: World;
    let ana: TestDevice;
    let ticket: string;

    beforeAll(async () => {
      world = await createWorld(await place());
      ana = await deviceOf(world, 'ana');
      const registration = ana.registration();
      ticket = (registration.args as { id: string }).id;
      await ana.push(registration);
    });
    afterAll(() => world.close());

    it('ATT-8 stored bytes are under their hash, and outlive a removal', async () => {
      const file = await attach(ana, ticket, pictureOf('jpg', 'dilepas'));
      await send(ana, file);
      const path = join(world.files, file.sha256.slice(0, 2), file.sha256);
      expect(hash('sha256', readFileSync(path))).toBe(file.sha256);
      const { attachmentId } = file;
      await ana.push(ana.mutation('attachment.remove', { id: ticket, attachmentId, reason: 'Salah' }));
      expect((await read(ana, file)).statusCode).toBe(404);
      expect((await read(await deviceOf(world, 'super'), file)).statusCode).toBe(200);
      expect(statSync(path).size).toBe(file.bytes.length);
    });

    it('ATT-9 what the disk lost is asked for again', async () => {
      const file = await attach(ana, ticket, pictureOf('jpg', 'hilang'));
      await send(ana, file);
      await new FileStore(world.files).drop(file.sha256);
      expect((await read(ana, file)).statusCode).toBe(404);
      expect(docOf(await ana.pullAll(), 'attachment', file.attachmentId)).toMatchObject({
        content: 'waiting',
      });
      expect(await send(ana, file)).toMatchObject({ content: 'stored' });
    });

    it('ATT-9 what the disk holds in part only is asked for again', async () => {
      const file = await attach(ana, ticket, pictureOf('jpg', 'terpotong'));
      await send(ana, file);
      truncateSync(join(world.files, file.sha256.slice(0, 2), file.sha256), 20);
      expect((await read(ana, file)).statusCode).toBe(404);
      expect(await send(ana, file)).toMatchObject({ content: 'stored' });
      expect((await read(ana, file)).rawPayload).toEqual(file.bytes);
    });

    // Windows lets only administrators make a link.
    it.skipIf(process.platform === 'win32')(
      'ATT-9 a disk that cannot be asked has lost nothing',
      async () => {
        const file = await attach(ana, ticket, pictureOf('jpg', 'macet'));
        await send(ana, file);
        const path = join(world.files, file.sha256.slice(0, 2), file.sha256);
        renameSync(path, `${path}.aside`);
        symlinkSync(path, path);
        expect((await read(ana, file)).statusCode).toBe(500);
        rmSync(path);
        renameSync(`${path}.aside`, path);
        expect((await read(ana, file)).statusCode).toBe(200);
        expect(docOf(await ana.pullAll(), 'attachment', file.attachmentId)).toMatchObject({
          content: 'stored',
        });
      },
    );

    it('ATT-9 bytes nobody names are swept after their time, named ones and young ones never', async () => {
      const store = new FileStore(world.files);
      const file = await attach(ana, ticket, pictureOf('jpg', 'bernama'));
      await send(ana, file);
      const orphan = Buffer.from('tanpa nama');
      const sha256 = hash('sha256', orphan);
      const part = store.partOf('d', 'x');
      await store.writePiece(part, 0, orphan);
      await store.keep(part, sha256, orphan);
      const now = statSync(join(world.files, sha256.slice(0, 2), sha256)).mtimeMs;
      const { db } = world.database;
      expect(await sweepFiles(db, store, now)).toBe(0);
      expect(await store.partSize(part)).toBe(orphan.length);
      expect(await sweepFiles(db, store, now + 91 * 86_400_000)).toBe(1);
      expect([await store.sizeOf(sha256), await store.partSize(part)]).toEqual([null, 0]);
      expect(await store.sizeOf(file.sha256)).toBe(file.bytes.length);
    });
  });
}
