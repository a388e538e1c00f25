import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { pushResponseSchema } from '#shared/sync/protocol.ts';
import { seedOf } from '../support/seed.ts';
import { untilSent, waitingToBeSent } from './support/desk-person.ts';
import type { Answer, Fault } from './support/faulty-proxy.ts';
import { deviceRows } from './support/seen-rows.ts';
import { openTicketPage, untilToReview, writeNotes } from './support/ticket-steps.ts';
import { expectExactlyOnce, journalWith, leaveNetwork, syncNow, TwoDesks } from './support/two-desks.ts';

let world: TwoDesks;

beforeAll(async () => {
  world = await TwoDesks.open();
});
afterAll(() => world?.close());
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await world.keepPictures(task.name);
});

describe('A line that fails between an operator and the server', () => {
  it('PUSH-2 F16 an answer lost after the commit: sent again, there once, nothing to review', async () => {
    const { page, proxy } = world.rizki;
    await world.freshTicket();
    const before = proxy.pushes;
    const heard: Answer[] = [];
    const over = proxy.onNextPush({ answered: (answers) => void heard.push(...answers), isAnswerLost: true });
    await writeNotes(page, ['Jawaban yang hilang di jalan']);
    await over;
    expect(heard.map((answer) => answer?.status)).toEqual([200]);
    await syncNow(page);
    await untilSent(page);
    expect(proxy.pushes).toBeGreaterThanOrEqual(before + 2);
    const content = await world.onTheServer();
    expect(journalWith(content, 'Jawaban yang hilang di jalan')).toHaveLength(1);
    expectExactlyOnce(content);
    await untilToReview(page, 0);
  });

  it('PUSH-2 F17 one push delivered twice at once: both get the same answer, the work is there once', async () => {
    const { page, proxy } = world.rizki;
    await world.freshTicket();
    const heard: Answer[] = [];
    const over = proxy.onNextPush({ deliveries: 2, answered: (answers) => void heard.push(...answers) });
    await writeNotes(page, ['Terkirim dua kali']);
    await over;
    await untilSent(page);
    const said = heard.map((answer) => pushResponseSchema.parse(JSON.parse(String(answer?.body))));
    expect(said).toHaveLength(2);
    expect(said[0]?.outcomes).toEqual([]);
    expect(said[1]).toEqual({ ...said[0], serverTime: said[1]?.serverTime });
    const content = await world.onTheServer();
    expect(journalWith(content, 'Terkirim dua kali')).toHaveLength(1);
    expectExactlyOnce(content);
    await untilToReview(page, 0);
  });

  it.each([
    ['client_too_old', 'aplikasi perlu diperbarui'],
    ['client_too_new', 'server perlu diperbarui'],
  ])(
    'LOGIN-7 F37 %s: the status bar says which side to update, work goes on, nothing is lost',
    async (code, words) => {
      const { page } = world.rizki;
      await world.freshTicket();
      const answer = JSON.stringify({ error: { code }, serverTime: Date.now() });
      const routes = /\/api\/v1\/(push|pull)$/;
      await page.route(routes, (route) =>
        route.fulfill({ status: 426, contentType: 'application/json', body: answer }),
      );
      const text = `Ditulis saat ${code}`;
      await writeNotes(page, [text]);
      await page.getByText(words).waitFor();
      expect(await waitingToBeSent(page)).toBe(1);
      await page.unroute(routes);
      await syncNow(page);
      await untilSent(page);
      expect(journalWith(await world.onTheServer(), text)).toHaveLength(1);
    },
  );

  it('PUSH-8 F21 the server killed again and again around one batch: all of it or nothing, at last exactly once', async () => {
    const { page, proxy } = world.rizki;
    const ticket = await world.freshTicket();
    await leaveNetwork(world.rizki);
    await openTicketPage(page, ticket);
    const texts = Array.from(
      { length: 60 },
      (_, at) => `Catatan beruntun ${String(at + 1).padStart(3, '0')}.`,
    );
    await writeNotes(page, texts);
    expect(await waitingToBeSent(page)).toBe(texts.length);
    const written = (rows: Parameters<typeof journalWith>[0]) =>
      journalWith(rows, 'Catatan beruntun')
        .map(({ text }) => text)
        .sort();

    const kill = () => world.server.stop('SIGKILL');
    const killAfter = (ms: number) => ({
      passedOn: () => new Promise<void>((resolve) => setTimeout(resolve, ms)).then(kill),
    });
    const [early = 0, late = 0] = fc.sample(fc.integer({ min: 0, max: 60 }), {
      seed: seedOf('moments of the kills'),
      numRuns: 2,
    });
    // On receipt, with the last byte, at two moments of the work on it, and with the answer on the way.
    const faults: Fault[] = [
      { received: kill },
      { passedOn: kill },
      killAfter(early),
      killAfter(60 + late),
      { answered: kill },
    ];
    proxy.mend();
    let before = 0;
    let first: number | undefined;
    for (const fault of faults) {
      let batch: readonly number[] = [];
      const over = proxy.onNextPush({
        ...fault,
        received: (push) => {
          batch = push.ids;
          return fault.received?.(push);
        },
        isAnswerLost: true,
      });
      await syncNow(page);
      await over;
      first ??= batch[0] ?? 0;
      // OUT-12: a lost batch is sent again as smaller ones, so each is judged by its own end.
      const withBatch = Math.max(before, (batch.at(-1) ?? 0) - first + 1);
      const content = await world.readStore();
      expect([texts.slice(0, before), texts.slice(0, withBatch)]).toContainEqual(written(content));
      before = written(content).length;
      expectExactlyOnce(content);
      await world.server.start();
    }
    await syncNow(page);
    await untilSent(page);

    const content = await world.onTheServer();
    expect(written(content)).toEqual(texts);
    expectExactlyOnce(content);
    await untilToReview(page, 0);
    expect(written({ rows: await deviceRows(page) })).toEqual(texts);
  });
});
