import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deviceOf, docOf, idOf, newTicket, type TestDevice, ticketOf } from './device.ts';
import { createWorld, type PlaceMaker, type World } from './world.ts';

/** What the server makes of the instants a device claims (rules TIME-n). */
export function describeClaims(engine: string, makePlace: PlaceMaker): void {
  describe(`claimed instants on ${engine}`, () => {
    let world: World;
    let ana: TestDevice;
    beforeAll(async () => {
      world = await createWorld(await makePlace());
      ana = await deviceOf(world, 'ana');
    });
    afterAll(() => world.close());

    it('TIME-1 F35 bounds the claimed instant: not after receipt, not before the last server time the device had', async () => {
      const id = await newTicket(ana);
      const now = world.platform.clock();
      const day = 86_400_000;
      const note = (text: string, occurredAt: number, seenServerTime: number) =>
        ana.mutation('ticket.note', { id, text }, { occurredAt, seenServerTime });
      const instants = async (text: string) => {
        const entry = docOf(
          (await ana.pullAll()).filter(({ doc }) => doc?.text === text),
          'journal',
          `${id}/j.${ana.session.deviceCode}.${ana.lastId}.0`,
        );
        return [entry?.occurredAt, entry?.receivedAt];
      };
      await ana.push(note('masa depan', now + 10 * 365 * day, now));
      expect(await instants('masa depan')).toEqual([now, now]);
      world.platform.advance(day);
      await ana.refresh();
      await ana.push(note('jujur', now + 3_600_000, now));
      expect(await instants('jujur')).toEqual([now + 3_600_000, now + day]);
      await ana.push(note('dimundurkan', now - 10 * day, now + 7_200_000));
      expect(await instants('dimundurkan')).toEqual([now + 7_200_000, now + day]);
      await ana.push(note('klaim palsu', now + day, now + 100 * day));
      expect(await instants('klaim palsu')).toEqual([now + day, now + day]);
    });

    it('TIME-3 does not refuse a report because the clock of the device is ahead', async () => {
      const now = world.platform.clock();
      const ahead = ana.registration({ reportedAt: now + 3_600_000 });
      const answer = await ana.push({ ...ahead, occurredAt: now + 3_600_000, seenServerTime: 0 });
      expect(answer.outcomes).toEqual([]);
      expect(await ticketOf(ana, idOf(ahead))).toMatchObject({ reportedAt: now, registeredAt: now });
    });

    it('TIME-4 notes on journal and ticket what a device claimed outside the bounds, from a second on', async () => {
      const id = await newTicket(ana);
      const now = world.platform.clock();
      const note = (text: string, occurredAt: number) =>
        ana.mutation('ticket.note', { id, text }, { occurredAt, seenServerTime: now });
      const sent = [note('tepat', now), note('hampir', now + 999), note('lewat', now + 1000)];
      const far = ana.mutation('ticket.move', { id, to: 'in_progress' }, { occurredAt: now + 5000 });
      expect((await ana.push(...sent, far)).outcomes).toEqual([]);
      const journal = (await ana.pullAll()).filter(
        ({ kind, doc }) => kind === 'journal' && doc?.ticketId === id,
      );
      const doubts = journal.map(({ doc }) => doc?.clock);
      const doubtOf = (claimedAt: number) => ({ claimedAt, skewMs: 0 });
      expect(doubts.slice(-4)).toEqual([undefined, undefined, doubtOf(now + 1000), doubtOf(now + 5000)]);
      expect((await ticketOf(ana, id))?.clockDoubt).toEqual({ ...doubtOf(now + 5000), at: now });
    });

    it('TIME-5 notes a clock found wrong afterwards, from half a minute on, and moves nothing for it', async () => {
      const id = await newTicket(ana);
      const now = world.platform.clock();
      const batch = ['tepat', 'sedikit', 'lambat', 'cepat', 'keduanya'].map((text) =>
        ana.mutation('ticket.note', { id, text }, { occurredAt: text === 'keduanya' ? now + 60_000 : now }),
      );
      const at = (place: number) => batch[place]?.id ?? 0;
      const clock = [
        { id: at(1), skewMs: 29_999 },
        { id: at(2), skewMs: 30_000 },
        { id: at(3), skewMs: -3_600_000 },
        { id: at(4), skewMs: -60_000 },
        { id: at(4) + 1, skewMs: 99_000 },
      ];
      const answer = await ana.send('push', { protocol: 2, mutations: batch, clock });
      expect(answer.json()).toMatchObject({ lastMutationId: at(4), outcomes: [] });
      const journal = (await ana.pullAll()).filter(
        ({ kind, doc }) => kind === 'journal' && doc?.type === 'noted',
      );
      const seen = journal.slice(-5).map(({ doc }) => [doc?.text, doc?.occurredAt, doc?.clock]);
      expect(seen).toEqual([
        ['tepat', now, undefined],
        ['sedikit', now, undefined],
        ['lambat', now, { claimedAt: null, skewMs: 30_000 }],
        ['cepat', now, { claimedAt: null, skewMs: -3_600_000 }],
        ['keduanya', now, { claimedAt: now + 60_000, skewMs: -60_000 }],
      ]);
      // What is said of the clock is no part of a mutation's content: a repeat may say otherwise.
      const again = await ana.send('push', { protocol: 2, mutations: batch, clock: [] });
      expect(again.json()).toMatchObject({ lastMutationId: at(4), outcomes: [] });
      expect(await ana.pullAll()).toEqual([]);
    });
  });
}
