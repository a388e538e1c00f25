import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CourierFile } from '../../renderer/data/courier/contract.ts';
import { readBook, readKey } from '../../renderer/data/courier/courier-meta.ts';
import { gzipOf, mutationLine, signedFile } from '../support/courier-bytes.ts';
import { answerTo, type CourierDesk, carry, newDesk, refusalOf, writeFile } from './support/courier-scene.ts';
import { register, serverRows, visibleRows } from './support/scene.ts';
import { TestServer } from './support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

/** Everything the device holds, so that "nothing changed" can be said. */
async function everything({ local }: CourierDesk): Promise<unknown> {
  const { db } = local;
  return Promise.all(db.tables.map(async (table) => [table.name, await table.toArray()]));
}

/** A file with the device's own key around whatever lines, as a device gone bad would write it. */
async function forged(
  desk: CourierDesk,
  lines: readonly string[],
  change: object,
): Promise<CourierFile['bytes']> {
  const { db, deviceId } = desk.local;
  const [key, book] = [await readKey(db), await readBook(db, deviceId)];
  if (key === null || book.server === null) throw new Error('no key');
  const header = {
    purpose: 'request',
    deviceId,
    server: book.server.publicKey,
    number: 99,
    createdAt: server.now,
    cursor: null,
    outcomesAfter: 0,
    first: 1,
    count: lines.length,
    ...change,
  };
  const text = new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''));
  return signedFile(key, header, await gzipOf([text]));
}

describe('courier files that must not be taken in', () => {
  it('FILE-4 an answer changed or cut anywhere: told, and nothing on the device moves', async () => {
    const desk = await newDesk(server);
    await register(desk.desk);
    const { files } = await answerTo(server, await writeFile(desk));
    const whole = files[0] ?? new Uint8Array();
    const before = await everything(desk);
    const step = Math.ceil(whole.length / 40);
    for (let at = 0; at < whole.length; at += step) {
      const changed = whole.slice();
      changed[at] = (whole[at] ?? 0) ^ 0x20;
      for (const bytes of [changed, whole.slice(0, at + 1)]) {
        const { stopped, files: taken } = await desk.courier.take([bytes], null);
        expect([at, taken]).toEqual([at, 0]);
        expect(['damaged', 'not_courier', 'newer', 'foreign_device', 'foreign_server']).toContain(stopped);
      }
    }
    expect(await everything(desk)).toEqual(before);
    expect(await desk.courier.take(files, null)).toMatchObject({ confirmed: 1, stopped: null });
  });

  it('FILE-11 files of others and files for others are told apart', async () => {
    const strange = await TestServer.start();
    const [desk, other, elsewhere] = [await newDesk(server), await newDesk(server), await newDesk(strange)];
    await register(desk.desk);
    const file = await writeFile(desk);
    const { files } = await answerTo(server, file);
    const before = await everything(other);
    expect(await other.courier.take(files, null)).toMatchObject({ files: 0, stopped: 'foreign_device' });
    expect(await everything(other)).toEqual(before);
    expect(await desk.courier.take([file.bytes], null)).toMatchObject({ stopped: 'not_an_answer' });
    expect(await refusalOf(server, files[0] ?? new Uint8Array())).toEqual({
      kind: 'file',
      fault: 'not_a_request',
    });
    expect(await refusalOf(strange, file.bytes)).toEqual({ kind: 'file', fault: 'foreign_server' });
    const theirs = await writeFile(elsewhere);
    expect(await refusalOf(server, theirs.bytes)).toEqual({ kind: 'file', fault: 'foreign_server' });
    await server.db.deleteFrom('courier_device').where('device_id', '=', desk.local.deviceId).execute();
    expect(await refusalOf(server, file.bytes)).toEqual({ kind: 'file', fault: 'unknown_device' });
    await strange.stop();
  });

  it('FILE-3 a sealed file opens with its passphrase alone, on both sides', async () => {
    const desk = await newDesk(server);
    await register(desk.desk);
    const words = 'rahasia di jalan';
    const file = await writeFile(desk, words);
    expect(await refusalOf(server, file.bytes)).toEqual({ kind: 'file', fault: 'passphrase_needed' });
    expect(await refusalOf(server, file.bytes, 'lain')).toEqual({ kind: 'file', fault: 'passphrase_wrong' });
    const { files } = await answerTo(server, file, { passphrase: words });
    const before = await everything(desk);
    expect(await desk.courier.take(files, null)).toMatchObject({ stopped: 'passphrase_needed' });
    expect(await desk.courier.take(files, 'lain')).toMatchObject({ stopped: 'passphrase_wrong' });
    expect(await everything(desk)).toEqual(before);
    expect(await desk.courier.take(files, words)).toMatchObject({ confirmed: 1, stopped: null });
  });

  it('FILE-12 a closed account, a revoked device: nothing is taken, and the work waits', async () => {
    const desk = await newDesk(server);
    await register(desk.desk);
    const file = await writeFile(desk);
    const user = desk.local.userId;
    await server.addUser(user, 'operator', { active: false });
    expect(await refusalOf(server, file.bytes)).toMatchObject({ failure: { code: 'account_disabled' } });
    await server.addUser(user, 'client');
    expect(await refusalOf(server, file.bytes)).toMatchObject({ failure: { code: 'forbidden' } });
    await server.addUser(user, 'operator');
    const revoke = (revoked: boolean) =>
      server.db.updateTable('device').set({ revoked }).where('id', '=', desk.local.deviceId).execute();
    await revoke(true);
    expect(await refusalOf(server, file.bytes)).toMatchObject({ failure: { code: 'unauthenticated' } });
    expect(await desk.local.db.outbox.count()).toBe(1);
    await revoke(false);
    expect(await carry(server, desk)).toMatchObject({ confirmed: 1, stopped: null });
  });

  it('FILE-12 the rights of the moment decide, and rows the user may no longer see leave the device', async () => {
    const desk = await newDesk(server);
    await register(desk.desk);
    await carry(server, desk);
    const id = await register(desk.desk);
    const file = await writeFile(desk);
    await server.addUser(desk.local.userId, 'operator', { opd: 'DINSOS', scope: ['DINSOS'] });
    const { taken, files } = await answerTo(server, file);
    expect(taken).toMatchObject({ refused: 1, lastMutationId: 2 });
    server.pass(1000);
    expect(await desk.courier.take(files, null)).toMatchObject({ confirmed: 1, toReview: 1, stopped: null });
    expect(desk.desk.review.items()).toMatchObject([{ ticketId: id, refusal: { code: 'out_of_scope' } }]);
    expect(await visibleRows(desk.local)).toEqual(await serverRows(server, ['DINSOS']));
  });

  it('FILE-13 numbers with a gap are refused with the number expected; the answer is written all the same', async () => {
    const desk = await newDesk(server);
    const lines = [mutationLine(5), mutationLine(6)];
    const bytes = await forged(desk, lines, { first: 5 });
    const { taken, files } = await answerTo(server, { bytes });
    expect(taken).toMatchObject({ lastMutationId: 0, stopped: { code: 'mutation_gap', expected: 1 } });
    expect(files).toHaveLength(1);
    expect(await desk.courier.take(files, null)).toMatchObject({ confirmed: 0, stopped: null });
  });

  it('FILE-5 hostile lines under a good signature: the whole file is refused, before anything is pushed', async () => {
    const desk = await newDesk(server);
    const deep = `${'['.repeat(60)}${']'.repeat(60)}`;
    const good = mutationLine(1);
    const bad: [string, string[], object?][] = [
      ['not JSON', ['{']],
      ['another line', [good, '{"line":"page"}']],
      ['a number twice', [good, good]],
      ['a number left out', [good, mutationLine(3)]],
      ['fewer than said', [good], { count: 2 }],
      ['more than said', [good, mutationLine(2)], { count: 1 }],
      ['too deep', [good.replace('"catatan 1"', deep)]],
      ['a prototype', [good.replace('"text":', '"__proto__":{"x":1},"text":')]],
      ['a megabyte', [good.replace('catatan 1', 'x'.repeat(1_100_000))]],
    ];
    for (const [what, lines, change = {}] of bad)
      expect(await refusalOf(server, await forged(desk, lines, change)), what).toEqual({
        kind: 'file',
        fault: 'damaged',
      });
    const device = server.db.selectFrom('device').select('last_mutation_id as last');
    expect(await device.where('id', '=', desk.local.deviceId).executeTakeFirst()).toEqual({ last: 0 });
  });

  it('ERR-3 FILE-1 text that cannot be stored refuses its one mutation, never the file', async () => {
    const desk = await newDesk(server);
    const nul = JSON.parse('"\\u0000"') as string;
    const lines = [
      mutationLine(1, { id: 't1', text: `a${nul}b` }),
      mutationLine(2, { id: 't1', text: '\ud800' }),
      mutationLine(3, null),
      mutationLine(4),
    ];
    const { taken } = await answerTo(server, { bytes: await forged(desk, lines, {}) });
    expect(taken).toMatchObject({ lastMutationId: 4, refused: 4, stopped: null });
  });

  it('FILE-14 a full disk while an answer is taken in: told, nothing by halves, and the same file works later', async () => {
    const desk = await newDesk(server);
    await register(desk.desk);
    const { files } = await answerTo(server, await writeFile(desk));
    const { db } = desk.local;
    const full = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    const before = await visibleRows(desk.local);
    db.sent.hook('creating', full);
    expect(await desk.courier.take(files, null)).toMatchObject({ files: 0, stopped: 'storage_full' });
    db.sent.hook('creating').unsubscribe(full);
    expect(await visibleRows(desk.local)).toEqual(before);
    expect(await db.outbox.count()).toBe(1);
    expect(await desk.courier.take(files, null)).toMatchObject({ files: 1, isNew: true, stopped: null });
    expect(await visibleRows(desk.local)).toEqual(await serverRows(server, ['DINKES']));
    expect(await db.outbox.count()).toBe(0);
  });
});
