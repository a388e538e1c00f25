import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bytes } from '#shared/sync/courier-means.ts';
import type { Cursor } from '#shared/sync/protocol.ts';
import type { CourierFile } from '../../renderer/data/courier/contract.ts';
import { readMeta } from '../../renderer/data/db/meta.ts';
import { seedOf } from '../support/seed.ts';
import { answerTo, type CourierDesk, carry, openCourierDesk, writeFile } from './support/courier-scene.ts';
import { register, serverRows, sync, visibleRows } from './support/scene.ts';
import { TestServer } from './support/test-server.ts';

const seed = seedOf('courier in any order');
let server: TestServer;
let people = 0;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

/** Two people at one ticket: files there and back in any order, lost or doubled, and a line that comes and goes. */
interface Sight {
  readonly desk: CourierDesk;
  readonly other: CourierDesk;
  readonly ticket: string;
  readonly requests: CourierFile[];
  readonly answers: (readonly Bytes[])[];
  readonly typed: string[];
  /** Unfinished answers: each is as small files, of which a person may take some only. */
  readonly textPerFile: number;
  seen: { readonly cursor: Cursor | null; readonly texts: readonly string[] };
}

const step = fc.oneof(
  { weight: 5, arbitrary: fc.constant({ do: 'type' as const }) },
  { weight: 2, arbitrary: fc.constant({ do: 'others' as const }) },
  { weight: 4, arbitrary: fc.constant({ do: 'write' as const }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('bring' as const), which: fc.nat({ max: 20 }) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('take' as const),
      which: fc.nat({ max: 20 }),
      part: fc.option(fc.nat({ max: 5 })),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'line' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'restored' as const }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Nobody can write on a ticket that has not come yet: false then, which is only while the device is filling up anew. */
async function note({ desk, local }: CourierDesk, id: string, text: string): Promise<boolean> {
  const { cursor } = await readMeta(local.db, 'cursor');
  const isThere = (await desk.ticket(id)) !== undefined;
  if (cursor !== undefined) expect(isThere).toBe(true);
  expect((await desk.mutate('ticket.note', { id, text })).ok).toBe(isThere);
  return isThere;
}

async function exchangeOnline(desk: CourierDesk): Promise<void> {
  desk.profile.isOnline = true;
  await sync(desk);
  desk.profile.isOnline = false;
}

async function play(sight: Sight, one: Step): Promise<void> {
  const { desk, other, ticket, requests, answers, typed } = sight;
  server.pass(1000);
  if (one.do === 'type') {
    const text = `kurir ${people} ${typed.length}`;
    if (await note(desk, ticket, text)) typed.push(text);
  } else if (one.do === 'others') {
    const text = `pusat ${people} ${typed.length}`;
    typed.push(text);
    expect(await note(other, ticket, text)).toBe(true);
    await exchangeOnline(other);
  } else if (one.do === 'write') {
    requests.push(await writeFile(desk));
  } else if (one.do === 'bring') {
    const request = requests[one.which % Math.max(1, requests.length)];
    if (request === undefined) return;
    answers.push((await answerTo(server, request, { textPerFile: sight.textPerFile })).files);
  } else if (one.do === 'take') {
    const answer = answers[one.which % Math.max(1, answers.length)];
    if (answer === undefined) return;
    const files = one.part === null ? answer : answer.slice(one.part % answer.length).slice(0, 1);
    const { stopped } = await desk.courier.take(files, null);
    expect([null, 'older', 'out_of_order']).toContain(stopped);
  } else if (one.do === 'line') {
    await exchangeOnline(desk);
  } else {
    await server.newEpoch(`hidup ${people} ${server.now}`);
  }
  await look(sight);
}

/** I4 and I7: own work is seen at every moment, what was seen stays, and within an epoch the cursor never goes back. */
async function look(sight: Sight): Promise<void> {
  const { desk, ticket, typed } = sight;
  const { cursor } = await readMeta(desk.local.db, 'cursor');
  // Between the parts of a first pull the device is filling up anew.
  if (cursor === undefined) return;
  const texts = (await desk.desk.journal(ticket)).map(({ text }) => text);
  expect(texts).toEqual(expect.arrayContaining(typed.filter((text) => text.startsWith('kurir'))));
  expect(texts).toEqual(expect.arrayContaining([...sight.seen.texts]));
  const { seen } = sight;
  if (seen.cursor?.epoch === cursor.epoch) {
    for (const [space, version] of Object.entries(seen.cursor.versions))
      expect([space, cursor.versions[space]]).toEqual([space, expect.toSatisfy((now) => now >= version)]);
  }
  sight.seen = { cursor, texts };
}

describe('courier files in any order', () => {
  it('FILE-1 FILE-6 FILE-7 FILE-8 lose nothing and double nothing, and end with equal rows', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 30 }),
        fc.constantFrom(10, 3000, 1e6),
        async (steps, textPerFile) => {
          people += 1;
          const [a, b] = [
            await server.addUser(`acak-${people}`, 'operator'),
            await server.addUser(`acak-pusat-${people}`, 'operator'),
          ];
          const desk = await openCourierDesk(server, a.username);
          const other = await openCourierDesk(server, b.username);
          const ticket = await register(desk.desk);
          await exchangeOnline(desk);
          await exchangeOnline(other);
          const sight: Sight = {
            desk,
            other,
            ticket,
            requests: [],
            answers: [],
            typed: [],
            textPerFile,
            seen: { cursor: null, texts: [] },
          };
          for (const one of steps) await play(sight, one);
          // A last time there and back, then once more for what a new life of the server offers again.
          for (let round = 0; round < 3; round += 1) {
            server.pass(1000);
            expect((await carry(server, desk)).stopped).toBeNull();
          }
          expect(await desk.local.db.outbox.count()).toBe(0);
          expect(await visibleRows(desk.local)).toEqual(await serverRows(server, ['DINKES']));
          const texts = (await desk.desk.journal(ticket)).flatMap(({ type, text }) =>
            type === 'noted' ? [text] : [],
          );
          expect(texts.sort()).toEqual(sight.typed.sort());
          await desk.desk.close();
          await other.desk.close();
        },
      ),
      { seed, numRuns: 30, endOnFailure: true },
    );
  }, 300_000);
});
