import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pieceBytes } from '../../renderer/data/files/file-records.ts';
import { dropFile } from '../../renderer/data/files/local-files.ts';
import { createRandom } from '../simulation/random.ts';
import { seedOf } from '../support/seed.ts';
import { attach, onlyFile, photo, transfersOf } from './support/file-desk.ts';
import { type Desk, openDesk, register, sync } from './support/scene.ts';
import { TestServer } from './support/test-server.ts';

describe('attachments under faults', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start();
    await server.addUser('ana', 'operator');
    await server.addUser('teknisi', 'technician');
  });
  afterAll(() => server.stop());

  /** A desk with a ticket the server knows, and one file that waits to be sent. */
  async function deskWithFile(bytes: Uint8Array<ArrayBuffer>): Promise<{ here: Desk; id: string }> {
    const here = await openDesk(server, 'ana');
    const id = await register(here.desk);
    await attach(here.desk, id, bytes);
    await sync(here);
    return { here, id };
  }

  const filesOnServer = () =>
    readdirSync(server.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));

  it('ATT-2 F28 an upload that is cut again and again, each time with a new worker, arrives whole', async () => {
    const random = createRandom(seedOf('cut uploads'));
    let cuts = 0;
    for (let round = 0; cuts < 100; round += 1) {
      const bytes = photo(pieceBytes * 5 + random.below(pieceBytes), round + 1);
      const { here, id } = await deskWithFile(bytes);
      while ((await onlyFile(here.desk, id)).place.transfer !== null) {
        let left = random.below(4);
        const isAnswerLost = random.chance(0.5);
        const cut = (path: string) => {
          if (!path.startsWith('/api/v1/uploads/')) return;
          left -= 1;
          if (left >= 0) return;
          cuts += 1;
          throw new TypeError('cut');
        };
        here.profile.faults = isAnswerLost
          ? {
              after(path, response) {
                cut(path);
                return response;
              },
            }
          : { before: cut };
        await transfersOf(here).runOnce();
      }
      here.profile.faults = {};
      await sync(here);
      const file = await onlyFile(here.desk, id);
      expect(file.attachment.content).toBe('stored');
      const stored = filesOnServer().find((path) => path.endsWith(file.attachment.sha256));
      expect(stored).toBeDefined();
    }
  }, 240_000);

  it('ATT-2 a download that is cut at random bytes goes on behind the last whole piece', async () => {
    const random = createRandom(seedOf('cut downloads'));
    const bytes = photo(pieceBytes * 4 + 77, 99);
    const { here, id } = await deskWithFile(bytes);
    await transfersOf(here).runOnce();
    const there = await openDesk(server, 'teknisi');
    const { attachment } = await onlyFile(there.desk, id);
    let cuts = 0;
    there.profile.faults = {
      async after(path, response) {
        if (!path.startsWith('/api/v1/files/') || cuts >= 100) return response;
        cuts += 1;
        const whole = new Uint8Array(await response.arrayBuffer());
        const part = whole.subarray(0, random.below(Math.min(whole.length, pieceBytes * 1.3)));
        const body = new ReadableStream<Uint8Array>({
          start: (stream) => stream.enqueue(part.length > 0 ? part : new Uint8Array(1).subarray(0, 0)),
          pull: (stream) => stream.error(new TypeError('cut')),
        });
        return new Response(body, { status: response.status, headers: response.headers });
      },
    };
    while (cuts < 100) {
      await there.desk.files.fetch(attachment);
      while ((await onlyFile(there.desk, id)).place.transfer !== null) await transfersOf(there).runOnce();
      expect(await there.desk.files.bytes(attachment.sha256)).toEqual(bytes);
      if (cuts < 100)
        await there.local.db.transaction('rw', [there.local.db.files, there.local.db.pieces], async () => {
          await there.local.db.files.clear();
          await there.local.db.pieces.clear();
        });
    }
  }, 240_000);

  it('ATT-10 F3 a full device says so before anything is kept; old copies of sent files go first', async () => {
    const { here, id } = await deskWithFile(photo(600_000, 501));
    await transfersOf(here).runOnce();
    const pinned = photo(500_000, 502);
    await attach(here.desk, id, pinned, 'tetap.jpg');
    await transfersOf(here).runOnce();
    const [, second] = await here.desk.files.ofTicket(id);
    if (second === undefined) throw new Error('no second file');
    await here.desk.files.pin(second.attachment, true);
    here.profile.freeBytes = 67_108_864 + 100_000;
    const done = await here.desk.files.add(id, { name: 'besar.jpg', bytes: photo(900_000, 503) });
    expect(done).toEqual({ ok: false, error: { kind: 'file', cause: 'no_room' } });
    const after = await here.desk.files.ofTicket(id);
    expect(after.map(({ place }) => place.held)).toEqual([0, 500_000]);
    expect((await here.desk.files.add(id, { name: 'kecil.jpg', bytes: photo(90_000, 504) })).ok).toBe(true);
  });

  it('ATT-10 what waits to be sent is never forgotten for want of space', async () => {
    const { here, id } = await deskWithFile(photo(600_000, 505));
    here.profile.freeBytes = 0;
    expect((await here.desk.files.add(id, { name: 'x.jpg', bytes: photo(9_000, 506) })).ok).toBe(false);
    expect((await onlyFile(here.desk, id)).place.held).toBe(600_000);
  });

  it('ATT-11 an office taken from the scope takes the bytes of its files', async () => {
    const { here, id } = await deskWithFile(photo(300_000, 507));
    await transfersOf(here).runOnce();
    const there = await openDesk(server, 'teknisi');
    const { attachment } = await onlyFile(there.desk, id);
    await there.desk.files.fetch(attachment);
    await transfersOf(there).runOnce();
    expect(await there.local.db.pieces.count()).toBeGreaterThan(0);
    await server.addUser('teknisi', 'technician', { scope: ['DINSOS'] });
    await sync(there);
    await transfersOf(there).runOnce();
    expect([await there.local.db.files.count(), await there.local.db.pieces.count()]).toEqual([0, 0]);
    await server.addUser('teknisi', 'technician');
  });

  it('ATT-9 F28 bytes the server lost come back from a device that still has them', async () => {
    const bytes = photo(200_000, 508);
    const { here, id } = await deskWithFile(bytes);
    await transfersOf(here).runOnce();
    const { attachment } = await onlyFile(here.desk, id);
    await server.services.files?.store.drop(attachment.sha256);
    const there = await openDesk(server, 'teknisi');
    await there.desk.files.fetch(attachment);
    await transfersOf(there).runOnce();
    await sync(here);
    expect((await onlyFile(here.desk, id)).attachment.content).toBe('waiting');
    await transfersOf(here).runOnce();
    await there.desk.files.fetch(attachment);
    await transfersOf(there).runOnce();
    expect(await there.desk.files.bytes(attachment.sha256)).toEqual(bytes);
  });

  it('ATT-10 F28 a copy of which pieces were lost is told as lost, fetched again, and not built upon', async () => {
    const bytes = photo(700_000, 511);
    const { here, id } = await deskWithFile(bytes);
    await transfersOf(here).runOnce();
    await sync(here);
    const { db } = here.local;
    const { attachment } = await onlyFile(here.desk, id);
    await db.pieces.delete([attachment.sha256, 0]);
    expect(await here.desk.files.bytes(attachment.sha256)).toBeUndefined();
    expect((await onlyFile(here.desk, id)).place.held).toBe(0);
    expect((await here.desk.files.fetch(attachment)).ok).toBe(true);
    await transfersOf(here).runOnce();
    expect(await here.desk.files.bytes(attachment.sha256)).toEqual(bytes);
    await db.pieces.delete([attachment.sha256, pieceBytes]);
    const other = await register(here.desk);
    await attach(here.desk, other, bytes);
    expect(await here.desk.files.bytes(attachment.sha256)).toEqual(bytes);
  });

  it('ATT-10 a file of which bytes still have to be sent for another ticket does not go for want of space', async () => {
    const bytes = photo(400_000, 513);
    const { here, id } = await deskWithFile(bytes);
    const other = await register(here.desk);
    const second = await attach(here.desk, other, bytes);
    const { db } = here.local;
    // The first of the two is through.
    const { attachment } = await onlyFile(here.desk, id);
    await db.transfers.delete(`up|${attachment.id}`);
    await db.files.update(attachment.sha256, { isSent: true });
    here.profile.freeBytes = 0;
    expect((await here.desk.files.add(id, { name: 'x.jpg', bytes: photo(9_000, 514) })).ok).toBe(false);
    expect(await db.transfers.get(`up|${second}`)).toMatchObject({ problem: null });
    expect(await here.desk.files.bytes(attachment.sha256)).toEqual(bytes);
  });

  it('ATT-10 a pin outlives a download that comes out damaged', async () => {
    const bytes = photo(90_000, 513);
    const { here, id } = await deskWithFile(bytes);
    await transfersOf(here).runOnce();
    const there = await openDesk(server, 'teknisi');
    const { attachment } = await onlyFile(there.desk, id);
    await there.desk.files.pin(attachment, true);
    let damaged = 0;
    there.profile.faults = {
      async after(path, response) {
        if (!path.startsWith('/api/v1/files/') || damaged > 0) return response;
        damaged += 1;
        const body = new Uint8Array(await response.arrayBuffer()).fill(7, 1000, 1010);
        return new Response(body, { status: response.status, headers: response.headers });
      },
    };
    while ((await onlyFile(there.desk, id)).place.transfer !== null) await transfersOf(there).runOnce();
    expect(damaged).toBe(1);
    expect((await onlyFile(there.desk, id)).place.isPinned).toBe(true);
    expect(await there.desk.files.bytes(attachment.sha256)).toEqual(bytes);
  });

  it('ATT-10 of a download whose file is gone from the server no bytes stay', async () => {
    const { here, id } = await deskWithFile(photo(pieceBytes * 2 + 5, 514));
    await transfersOf(here).runOnce();
    const there = await openDesk(server, 'teknisi');
    const { db } = there.local;
    const { attachment } = await onlyFile(there.desk, id);
    there.profile.faults = {
      async after(path, response) {
        if (!path.startsWith('/api/v1/files/')) return response;
        const whole = new Uint8Array(await response.arrayBuffer());
        return new Response(whole.subarray(0, pieceBytes + 9), { status: 200, headers: response.headers });
      },
    };
    await there.desk.files.fetch(attachment);
    await transfersOf(there).runOnce();
    expect(await db.pieces.count()).toBe(1);
    there.profile.faults = {};
    await server.services.files?.store.drop(attachment.sha256);
    await transfersOf(there).runOnce();
    expect((await onlyFile(there.desk, id)).place).toMatchObject({ held: 0, transfer: null });
    expect([await db.pieces.count(), await db.files.count()]).toEqual([0, 0]);
  });

  it('ATT-10 a pin brings nothing back of a file that goes in the same moment', async () => {
    const { here, id } = await deskWithFile(photo(90_000, 512));
    await transfersOf(here).runOnce();
    const { db } = here.local;
    const { attachment } = await onlyFile(here.desk, id);
    const { sha256 } = attachment;
    const pinning = here.desk.files.pin(attachment, false);
    await dropFile(db, sha256);
    await pinning;
    expect(await db.files.get(sha256)).toBeUndefined();
  });

  it('ATT-12 what the server refuses is told at the file, and not sent again', async () => {
    const here = await openDesk(server, 'ana');
    const id = await register(here.desk);
    const name = 'surat.docx';
    const done = await here.desk.files.add(id, { name, bytes: photo(400) });
    expect(done).toEqual({ ok: false, error: { kind: 'file', cause: 'type' } });
    const liar = new TextEncoder().encode('catatan');
    await attach(here.desk, id, liar, 'catatan.txt');
    // The disk of this device changes a byte: its own bytes are wrong, and no number of attempts helps.
    const { sha256 } = (await onlyFile(here.desk, id)).attachment;
    await here.local.db.pieces.put({ sha256, at: 0, bytes: new TextEncoder().encode('catataN') });
    await sync(here);
    await transfersOf(here).runOnce();
    expect((await onlyFile(here.desk, id)).place).toMatchObject({ problem: 'damaged', transfer: null });
    const { length } = here.profile.requests;
    await transfersOf(here).runOnce();
    expect(here.profile.requests.length).toBe(length);
  });
});
