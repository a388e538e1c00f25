import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDesk, register, serverRows, sync, visibleRows } from './support/scene.ts';
import { TestServer } from './support/test-server.ts';

let server: TestServer;
let people = 0;
async function newPerson(): Promise<string> {
  people += 1;
  return (await server.addUser(`orang-${people}`, 'operator')).username;
}
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

const html = { 'content-type': 'text/html' };
const json = { 'content-type': 'application/json' };
const answers: readonly (readonly [what: string, make: (real: string) => Response])[] = [
  ['a log-in page of the guest network', () => new Response('<html>Masuk</html>', { headers: html })],
  ['a log-in page that calls itself JSON', () => new Response('<html>Masuk</html>', { headers: json })],
  ['JSON of somebody else', () => new Response('{"ok":true}', { headers: json })],
  ['null', () => new Response('null', { headers: json })],
  ['an empty body', () => new Response('', { headers: json })],
  ['no content', () => new Response(null, { status: 204 })],
  ['a body cut in the middle', (real) => new Response(real.slice(0, real.length >> 1), { headers: json })],
  ['a page of a broken gateway', () => new Response('<html>502</html>', { status: 502, headers: html })],
  ['a 401 that is not the server’s', () => new Response('Proxy login', { status: 401, headers: html })],
  ['a 403 that is not the server’s', () => new Response('Blocked', { status: 403, headers: html })],
];

describe('answers that are not the server’s', () => {
  it.each(answers)(
    'OUT-9 F20 %s counts as no answer: nothing applied, nothing lost, the session stays',
    async (_, make) => {
      const a = await openDesk(server, await newPerson());
      await register(a.desk);
      const entries = await a.local.db.outbox.toArray();
      const rows = await visibleRows(a.local);
      for (const route of ['/api/v1/push', '/api/v1/pull']) {
        a.profile.faults = {
          async after(path, response) {
            return path === route ? make(await response.text()) : response;
          },
        };
        expect(await a.engine.exchange(), route).toEqual({ kind: 'offline' });
        expect(a.desk.sync.status(), route).toMatchObject({ phase: 'offline', online: false });
        expect(await a.local.db.outbox.toArray(), route).toEqual(entries);
        expect(await visibleRows(a.local), route).toEqual(rows);
      }
      a.profile.faults = {};
      await sync(a);
      expect(await a.local.db.outbox.count()).toBe(0);
      expect(await visibleRows(a.local)).toEqual(await serverRows(server, ['DINKES']));
    },
  );

  it('OUT-3 F11 two workers that drain one outbox at once, which a lock forbids: every mutation takes effect once', async () => {
    const a = await openDesk(server, await newPerson());
    const id = await register(a.desk);
    const texts = Array.from({ length: 60 }, (_, at) => `catatan ke-${at}`);
    for (const text of texts) await a.desk.mutate('ticket.note', { id, text });
    const second = await a.profile.worker(a.desk.me.id);
    await Promise.all([a.engine.exchange(), second.engine.exchange()]);
    await sync(a);
    await sync(second);
    expect(await a.local.db.outbox.count()).toBe(0);
    const notes = (await a.desk.journal(id)).flatMap(({ type, text }) => (type === 'noted' ? [text] : []));
    expect(notes.sort()).toEqual(texts.sort());
    expect(a.desk.review.items()).toEqual([]);
    expect(await visibleRows(a.local)).toEqual(await serverRows(server, ['DINKES']));
  });
});
