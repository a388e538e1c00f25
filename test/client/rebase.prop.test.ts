import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkMutation } from '#shared/mutations/registry.ts';
import { aggregateOf } from '#shared/sync/rows.ts';
import { type LoadedAggregate, runMutation } from '../../renderer/data/local/run-mutation.ts';
import { seedOf } from '../support/seed.ts';
import { type Desk, openDesk, register, serverRows, visibleRows } from './support/scene.ts';
import { TestServer } from './support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

type Step =
  | { readonly kind: 'act'; readonly desk: number; readonly ticket: number; readonly act: number }
  | { readonly kind: 'register'; readonly desk: number }
  | { readonly kind: 'sync'; readonly desk: number; readonly fault: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('act' as const),
      desk: fc.nat(1),
      ticket: fc.nat(3),
      act: fc.nat(7),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('register' as const), desk: fc.nat(1) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('sync' as const), desk: fc.nat(1), fault: fc.nat(5) }),
  },
);

async function act({ desk }: Desk, id: string, choice: number, turn: number): Promise<void> {
  const ticket = await desk.ticket(id);
  const from = ticket?.title ?? '';
  const acts = [
    () => desk.mutate('ticket.note', { id, text: `catatan ${turn}` }),
    () => desk.mutate('ticket.reply', { id, text: `balasan ${turn}` }),
    () => desk.mutate('ticket.edit', { id, changes: [{ field: 'title', from, to: `Judul ${turn}` }] }),
    () => desk.mutate('ticket.edit', { id, changes: [{ field: 'cause', from: '', to: `Sebab ${turn}` }] }),
    () => desk.mutate('ticket.move', { id, to: 'in_progress', reason: '' }),
    () => desk.mutate('ticket.move', { id, to: 'waiting', reason: `surat ${turn}` }),
    () => desk.mutate('ticket.resolve', { id, solution: `Pulih ${turn}`, cause: '' }),
    () => desk.mutate('ticket.cancel', { id, reason: `batal ${turn}` }),
  ];
  // A refusal here is a fair answer: the desk may not do this now.
  await acts[choice]?.();
}

/** The server's rows as this device knows them, and every pending mutation run over them again: the plain way. */
async function plainReplay({ local }: Desk): Promise<Record<string, unknown>> {
  const { db } = local;
  const rows = await visibleRows(local);
  for (const { key, previous } of await db.shadow.toArray()) {
    if (previous !== null && 'doc' in previous) rows[key] = previous.doc;
    else delete rows[key];
  }
  for (const pack of await db.packs.toArray()) {
    const kind = pack.key.slice(0, pack.key.indexOf('|'));
    const shadowed = new Map((await db.shadow.toArray()).map((shadow) => [shadow.key, shadow.previous]));
    for (const doc of pack.docs) {
      const key = `${kind}|${String(doc.id)}`;
      if (shadowed.get(key) === null) rows[key] = doc;
    }
  }
  const of = (kind: string) =>
    new Map(
      Object.entries(rows)
        .filter(([key]) => key.startsWith(`${kind}|`))
        .map(([key, doc]) => [key.slice(kind.length + 1), doc]),
    );
  const loaded = {
    tickets: of('ticket'),
    forms: of('form'),
    users: of('user'),
    opds: of('opd'),
    numbers: new Map<string, string>(),
  } as unknown as LoadedAggregate;
  for (const entry of await db.outbox.orderBy('id').toArray()) {
    const mutation = checkMutation(entry.name, entry.args);
    const actor = loaded.users.get(local.userId);
    if (!mutation.ok || actor === undefined || entry.hasArrived === true) continue;
    const { deviceId, deviceCode } = local;
    const context = {
      actor,
      deviceId,
      deviceCode,
      mutationId: entry.id,
      occurredAt: entry.occurredAt,
      receivedAt: null,
    };
    const writes = runMutation(loaded, mutation.value, context, local.shelf.find);
    if (writes.ok) for (const [key, doc] of writes.value) rows[key] = doc;
  }
  return Object.fromEntries(Object.entries(rows).sort(([a], [b]) => (a < b ? -1 : 1)));
}

describe('rebase, at random', () => {
  it('REB-1 F25 F32 after every step the rows equal the plain replay; in the end all equal the server, and no word is lost', async () => {
    let people = 0;
    const scenario = async (steps: readonly Step[]) => {
      people += 2;
      const names = [`acak-${people}`, `acak-${people + 1}`];
      for (const name of names) await server.addUser(name, 'supervisor');
      const tickets: string[] = [];
      const desks: Desk[] = [];
      for (const [at, name] of names.entries())
        desks.push(await openDesk(server, name, at === 0 ? { pageSize: 2 } : {}));
      const [a, b] = desks as [Desk, Desk];
      tickets.push(await register(a.desk), await register(b.desk));
      let turn = 0;
      for (const next of steps) {
        turn += 1;
        server.pass(1_000);
        const desk = next.desk === 0 ? a : b;
        if (next.kind === 'register') tickets.push(await register(desk.desk));
        else if (next.kind === 'act')
          await act(desk, tickets[next.ticket % tickets.length] ?? '', next.act, turn);
        else {
          let requests = 0;
          // Up to three requests go through; then either a request or an answer is lost.
          desk.profile.faults =
            next.fault === 0
              ? {}
              : {
                  before() {
                    requests += 1;
                    if (next.fault === 1) throw new TypeError('lost');
                  },
                  after(_, response) {
                    if (next.fault > 1 && requests >= next.fault - 1) throw new TypeError('answer lost');
                    return response;
                  },
                };
          await desk.engine.exchange();
          desk.profile.faults = {};
        }
        expect(await visibleRows(desk.local)).toEqual(await plainReplay(desk));
      }
      for (const desk of [a, b, a]) expect(await desk.engine.exchange()).toEqual({ kind: 'done' });
      const truth = await serverRows(server, ['DINKES']);
      for (const { local } of [a, b]) {
        expect(await visibleRows(local)).toEqual(truth);
        expect(await local.db.shadow.count()).toBe(0);
        expect(await local.db.outbox.count()).toBe(0);
      }
      const told = JSON.stringify([truth, a.desk.review.items(), b.desk.review.items()]);
      for (const { local } of [a, b]) {
        for (const { aggregate, args } of await local.db.sent.toArray()) {
          if (!tickets.map(aggregateOf).includes(aggregate)) continue;
          const { text } = args as { readonly text?: string };
          if (text !== undefined) expect(told).toContain(text);
        }
        local.db.close();
      }
    };
    const seed = seedOf('rebase');
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 30 }), scenario), {
      seed,
      numRuns: Number(process.env.RUNS ?? 15),
      endOnFailure: false,
      interruptAfterTimeLimit: 120_000,
    });
  }, 180_000);
});
