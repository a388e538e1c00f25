import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  answerTo,
  backUp,
  carry,
  expectEqual,
  newDesk,
  note,
  texts,
  writeFile,
} from './support/courier-scene.ts';
import { register } from './support/scene.ts';
import { TestServer } from './support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

describe('a profile put back from a back-up', () => {
  it('FILE-9 a profile put back: a number alone confirms nothing, the text of both lives stays', async () => {
    const desk = await newDesk(server);
    const id = await register(desk.desk);
    const putBack = await backUp(desk);
    await note(server, desk, id, 'sebelum dikembalikan');
    const { files } = await answerTo(server, await writeFile(desk));
    server.pass(1000);
    await putBack();
    await note(server, desk, id, 'sesudah dikembalikan');
    expect(await desk.courier.take(files, null)).toMatchObject({ confirmed: 1, stopped: null });
    expect(await desk.local.db.outbox.toArray()).toMatchObject([{ id: 3, name: 'ticket.note' }]);
    expect(await texts(desk, id)).toEqual(['sebelum dikembalikan', 'sesudah dikembalikan']);
    expect(await carry(server, desk)).toMatchObject({ confirmed: 1, stopped: null });
    await expectEqual(server, desk);
  });

  it('FILE-9 a profile put back writes first: the file is refused as a whole, the answer mends the numbers', async () => {
    const desk = await newDesk(server);
    const id = await register(desk.desk);
    const putBack = await backUp(desk);
    await note(server, desk, id, 'sebelum dikembalikan');
    await answerTo(server, await writeFile(desk));
    await putBack();
    await note(server, desk, id, 'sesudah 1');
    await note(server, desk, id, 'sesudah 2');
    const { taken, files } = await answerTo(server, await writeFile(desk));
    expect(taken).toMatchObject({ lastMutationId: 2, stopped: { code: 'mutation_changed', expected: 3 } });
    server.pass(1000);
    expect(await desk.courier.take(files, null)).toMatchObject({ confirmed: 1, stopped: null });
    expect(await carry(server, desk)).toMatchObject({ confirmed: 2, stopped: null });
    expect((await texts(desk, id)).sort()).toEqual(['sebelum dikembalikan', 'sesudah 1', 'sesudah 2']);
    await expectEqual(server, desk);
  });
});
