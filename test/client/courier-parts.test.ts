import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bytes } from '#shared/sync/courier-means.ts';
import {
  answerTo,
  type CourierDesk,
  expectEqual,
  openCourierDesk,
  writeFile,
} from './support/courier-scene.ts';
import { openDesk, register, sync } from './support/scene.ts';
import { TestServer } from './support/test-server.ts';

let server: TestServer;
let people = 0;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

/** A desk that has something to hear: another one wrote a few tickets since. */
async function deskWithNews(): Promise<CourierDesk> {
  people += 1;
  const [one, two] = [
    await server.addUser(`bagian-${people}`, 'operator'),
    await server.addUser(`pusat-${people}`, 'operator'),
  ];
  const desk = await openCourierDesk(server, one.username);
  const other = await openCourierDesk(server, two.username);
  other.profile.isOnline = true;
  for (let at = 0; at < 5; at += 1) await register(other.desk, { title: `Kabar ${at}` });
  await sync(other);
  await register(desk.desk);
  server.pass(1000);
  return desk;
}

/** An answer as small parts: each line has a file of its own. */
const inParts = async (desk: CourierDesk): Promise<Bytes[]> => {
  const { files } = await answerTo(server, await writeFile(desk), { textPerFile: 10 });
  server.pass(1000);
  return files;
};

/** The first pull's stream, which stops before its head, or behind the first tickets, until it is told to go on or to break. */
function heldStream(place: 'before its head' | 'behind its tickets') {
  const held = Promise.withResolvers<void>();
  const released = Promise.withResolvers<'on' | 'cut'>();
  const after = async (path: string, response: Response) => {
    if (path !== '/api/v1/snapshot') return response;
    const pieces = (await response.text()).split(/(?<=\n)/);
    const tickets = pieces.findIndex((piece) => piece.includes('"kind":"ticket"'));
    const stop = place === 'before its head' ? 0 : tickets + 1;
    let at = 0;
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        if (at === stop) {
          held.resolve();
          if ((await released.promise) === 'cut') return controller.error(new TypeError('network error'));
        }
        const piece = pieces[at];
        at += 1;
        if (piece === undefined) controller.close();
        else controller.enqueue(new TextEncoder().encode(piece));
      },
    });
    return new Response(body, { headers: response.headers });
  };
  return { after, isHeld: held.promise, go: released.resolve };
}

describe('an answer in parts', () => {
  it('FILE-16 is taken in whatever order the files are handed over', async () => {
    const desk = await deskWithNews();
    const files = await inParts(desk);
    expect(files.length).toBeGreaterThan(1);
    const report = await desk.courier.take(files.toReversed(), null);
    expect(report).toMatchObject({ files: files.length, isLast: true, confirmed: 1, stopped: null });
    await expectEqual(server, desk);
  });

  it('FILE-16 taken one by one says what is missing, and refuses to leave a part out', async () => {
    const desk = await deskWithNews();
    const files = await inParts(desk);
    const [first, second] = files;
    if (first === undefined || second === undefined) throw new Error('too few parts');
    expect(await desk.courier.take([second], null)).toMatchObject({ files: 0, stopped: 'out_of_order' });
    expect(await desk.courier.take([first], null)).toMatchObject({ isLast: false, stopped: null });
    expect(await desk.courier.state()).toMatchObject({ taken: { part: 1, isLast: false } });
    expect(await desk.courier.take([first], null)).toMatchObject({ isNew: false, stopped: null });
    for (const file of files.slice(1)) expect((await desk.courier.take([file], null)).stopped).toBeNull();
    await expectEqual(server, desk);
  });

  it('FILE-16 a first pull in parts, one after the other, each of them twice', async () => {
    const desk = await deskWithNews();
    await server.newEpoch(`bagian-${people}`);
    const files = await inParts(desk);
    expect(files.length).toBeGreaterThan(4);
    for (const file of files) {
      expect((await desk.courier.take([file], null)).stopped).toBeNull();
      expect(await desk.courier.take([file], null)).toMatchObject({ isNew: false, stopped: null });
    }
    await expectEqual(server, desk);
  });

  it('FILE-16 a first pull that was begun by file goes on over the line, and the other way round', async () => {
    const desk = await deskWithNews();
    await server.newEpoch(`garis-${people}`);
    const files = await inParts(desk);
    for (const file of files.slice(0, 3)) expect((await desk.courier.take([file], null)).stopped).toBeNull();
    desk.profile.isOnline = true;
    await sync(desk);
    await expectEqual(server, desk);
    for (const file of files.slice(3)) await desk.courier.take([file], null);
    await expectEqual(server, desk);
    await register(desk.desk);
    await sync(desk);
    await expectEqual(server, desk);
  });

  it.each(['before its head', 'behind its tickets'] as const)(
    'FILE-16 I3 a first pull begun by file while another runs over the line, %s, leaves no hole',
    async (place) => {
      const desk = await deskWithNews();
      await server.newEpoch(`bersama-${people}`);
      const files = await inParts(desk);
      const other = await openDesk(server, (await server.addUser(`lain-${people}`, 'operator')).username);
      await register(other.desk, { title: 'Sesudah berkas ditulis' });
      await sync(other);
      desk.profile.isOnline = true;
      if (place === 'before its head') {
        const first = heldStream('behind its tickets');
        first.go('cut');
        desk.profile.faults = { after: first.after };
        expect(await desk.engine.exchange()).toEqual({ kind: 'offline' });
      }
      const line = heldStream(place);
      desk.profile.faults = { after: line.after };
      const exchange = desk.engine.exchange();
      await line.isHeld;
      for (const file of files.slice(0, 2))
        expect((await desk.courier.take([file], null)).stopped).toBeNull();
      desk.profile.faults = {};
      line.go('on');
      expect(await exchange).toEqual({ kind: 'done' });
      for (const file of files.slice(2)) await desk.courier.take([file], null);
      await sync(desk);
      await expectEqual(server, desk);
    },
  );

  it('FILE-16 a crash within a part: the same file again ends it', async () => {
    const desk = await deskWithNews();
    await server.newEpoch(`mati-${people}`);
    const { files } = await answerTo(server, await writeFile(desk));
    server.pass(1000);
    let left = 4;
    const crash = () => {
      left -= 1;
      if (left === 0) throw new DOMException('gone', 'QuotaExceededError');
    };
    const { db } = desk.local;
    db.meta.hook('updating', crash);
    expect(await desk.courier.take(files, null)).toMatchObject({ files: 0, stopped: 'storage_full' });
    db.meta.hook('updating').unsubscribe(crash);
    expect(await desk.courier.take(files, null)).toMatchObject({ files: 1, stopped: null });
    await expectEqual(server, desk);
  });
});
