import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, openDesk, register, serverRows, sync, visibleRows } from './support/scene.ts';
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

const deep = (depth: number): unknown => (depth === 0 ? 'dasar' : [deep(depth - 1)]);

/** What no screen sends, and what bugs, pasted rubbish and bad sectors make all the same: name, arguments, and the rest. */
const poisons: readonly (readonly [what: string, change: Record<string, unknown>])[] = [
  ['NUL within a text', { args: { text: 'a\u0000b' } }],
  ['NUL alone', { args: { text: '\u0000' } }],
  ['the first half of a pair', { args: { text: 'x\ud800' } }],
  ['the second half of a pair', { args: { text: '\udc00x' } }],
  ['a pair the wrong way round', { args: { text: '\udc00\ud800' } }],
  ['a text too long', { args: { text: 'x'.repeat(20_001) } }],
  ['a text far too long', { args: { text: 'x'.repeat(1_100_000) } }],
  ['no text', { args: {} }],
  ['a text of spaces', { args: { text: '   \u00a0\t' } }],
  ['a number for a text', { args: { text: 5 } }],
  ['an object for a text', { args: { text: { length: 3 } } }],
  ['null for the arguments', { args: null }],
  ['a list for the arguments', { args: ['text'] }],
  ['nothing for the arguments', { args: undefined }],
  ['arguments nested too deeply', { args: { text: deep(40) } }],
  ['arguments nested without end, almost', { args: { text: deep(400) } }],
  ['a ticket that is not there', { args: { id: 'tidak-ada', text: 'x' } }],
  ['a ticket id with a slash', { args: { id: 'a/b', text: 'x' } }],
  ['a ticket id with SQL', { args: { id: "'; DROP TABLE stored_row; --", text: 'x' } }],
  ['an unknown name', { name: 'ticket.teleport' }],
  ['no name', { name: '' }],
  ['a name of hundreds of letters', { name: 'x'.repeat(500) }],
  ['a name of the prototype', { name: '__proto__' }],
  ['a name that is no text', { name: 7 }],
  [
    'keys that reach for the prototype',
    { args: { constructor: { prototype: { role: 'admin' } }, text: 'x' } },
  ],
  ['an instant of text', { occurredAt: 'kemarin' }],
  ['an instant that is none', { occurredAt: Number.NaN }],
  ['an instant without end', { occurredAt: Number.POSITIVE_INFINITY }],
  ['an instant with a fraction', { occurredAt: 0.5 }],
  ['a last server time of text', { seenServerTime: 'kemarin' }],
  [
    'a change of a field there is none of',
    { name: 'ticket.edit', args: { changes: [{ field: '__proto__', to: 'x' }] } },
  ],
];

/** Puts a mutation into the outbox behind the back of every check, as a bug or a bad sector would. */
async function smuggle({ local }: Desk, id: number, ticket: string, change: Record<string, unknown>) {
  const { args, ...rest } = change;
  const isPlain = typeof args === 'object' && args !== null && !Array.isArray(args);
  const merged =
    'args' in change ? (isPlain ? { id: ticket, ...args } : args) : { id: ticket, text: 'racun' };
  const entry = {
    id,
    name: 'ticket.note',
    args: merged,
    occurredAt: server.now,
    seenServerTime: 0,
    aggregate: ticket,
    ...rest,
  };
  await local.db.outbox.add(entry as never);
  await local.db.meta.put({ key: 'sequence', value: { next: id + 1, pushed: id - 1, acknowledged: id - 1 } });
  // As the store has it: it may have dropped what it cannot keep.
  return (await local.db.outbox.get(id))?.args;
}

describe('poison in the outbox', () => {
  it.each(poisons)(
    'F19 OUT-11 %s: refused once, its content is kept, what is behind it goes on',
    async (_, change) => {
      const a = await openDesk(server, await newPerson());
      const id = await register(a.desk);
      await sync(a);
      const args = await smuggle(a, 2, id, change);
      const behind = await a.desk.mutate('ticket.note', { id, text: 'di belakang racun' });
      expect(behind).toEqual({ ok: true, value: { mutationId: 3 } });
      await sync(a);
      expect(await a.local.db.outbox.count()).toBe(0);
      expect(a.desk.review.items()).toMatchObject([{ type: 'refused', ticketId: id }]);
      expect(a.desk.review.items()[0]?.mutation?.args).toEqual(args);
      expect((await a.desk.journal(id)).map(({ text }) => text)).toContain('di belakang racun');
      expect(await visibleRows(a.local)).toEqual(await serverRows(server, ['DINKES']));
      // Nothing is tried again.
      const pushes = a.profile.requests.length;
      await sync(a);
      expect(a.profile.requests.slice(pushes).map(({ path }) => path)).toEqual(['/api/v1/pull']);
    },
  );

  it('F19 OUT-11 a server that takes no push at all as it should be costs no mutation its content', async () => {
    const a = await openDesk(server, await newPerson());
    await register(a.desk);
    const before = await a.local.db.outbox.toArray();
    const answer = { error: { code: 'bad_request' }, serverTime: server.now };
    a.profile.faults = {
      after: (path, response) =>
        path === '/api/v1/push' ? Response.json(answer, { status: 400 }) : response,
    };
    expect(await a.engine.exchange()).toEqual({ kind: 'stuck', code: 'bad_request' });
    expect(await a.local.db.outbox.toArray()).toEqual(before);
    a.profile.faults = {};
    await sync(a);
    expect(a.desk.review.items()).toEqual([]);
  });

  it('F19 OUT-11 several in one batch of two hundred: each is found, all others take effect once', async () => {
    const a = await openDesk(server, await newPerson());
    const id = await register(a.desk);
    await sync(a);
    let next = 2;
    const texts: string[] = [];
    for (let at = 0; at < 120; at += 1) {
      if (at % 40 === 7) await smuggle(a, next, id, { args: { text: deep(40) } });
      else {
        texts.push(`catatan ke-${at}`);
        await a.desk.mutate('ticket.note', { id, text: `catatan ke-${at}` });
      }
      next += 1;
    }
    await a.local.db.meta.put({ key: 'sequence', value: { next, pushed: 1, acknowledged: 1 } });
    await sync(a);
    const notes = (await a.desk.journal(id)).flatMap(({ type, text }) => (type === 'noted' ? [text] : []));
    expect(notes.sort()).toEqual(texts.sort());
    expect(a.desk.review.items()).toHaveLength(3);
    expect(await a.local.db.outbox.count()).toBe(0);
  });
});
