import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { mutations } from '#shared/mutations/registry.ts';
import { deviceOf, newTicket, type TestDevice, ticketOf } from './device.ts';
import { createWorld, type PlaceMaker, type World } from './world.ts';

/** Who may push what (PUSH-7, PUSH-8). */
export function describeRights(engine: string, makePlace: PlaceMaker): void {
  describe(`rights on ${engine}`, () => {
    let world: World;
    let ana: TestDevice;
    let budi: TestDevice;
    let citra: TestDevice;
    beforeAll(async () => {
      world = await createWorld(await makePlace());
      ana = await deviceOf(world, 'ana');
      budi = await deviceOf(world, 'budi');
      citra = await deviceOf(world, 'citra');
    });
    afterAll(() => world.close());

    it('PUSH-7 keeps every mutation out of an office that is not in the scope', async () => {
      const id = await newTicket(ana);
      const formId = `${id}/frm`;
      const sample: Record<string, unknown> = {
        formId,
        to: 'in_progress',
        text: 'x',
        reason: 'x',
        solution: 'x',
        assignee: null,
        toLevel: 2,
        remainingMs: null,
        step: '4',
        version: 2,
        metric: 'response',
        approve: true,
        via: 'device',
        steps: [{ key: 'response.0.5', metric: 'response', at: 0.5, reachedAt: 0, told: ['assignee'] }],
        urgency: 'high',
        impact: 'high',
        kind: 'incident',
        category: 'other',
        changes: [{ field: 'title', from: '', to: 'Dicuri' }],
        from: { urgency: null, impact: null },
        data: {
          code: 'FRM-002',
          title: 'x',
          clientName: 'x',
          assignee: null,
          urgency: null,
          impact: null,
          priority: null,
          status: 'new',
          category: 'other',
          body: 'x',
        },
      };
      const specials: Record<string, object> = {
        'ticket.escalate': { to: null, toTeam: 'it_support' },
        'ticket.step': { step: 'verified' },
        'ticket.classify': { from: { kind: 'incident', category: 'other', serviceItem: '' } },
        'attachment.add': {
          attachmentId: `${id}/a.1`,
          name: 'foto.jpg',
          type: 'image/jpeg',
          size: 3,
          sha256: 'a'.repeat(64),
        },
        'attachment.remove': { attachmentId: `${id}/a.1` },
      };
      const before = await ticketOf(ana, id);
      for (const [name, { args }] of Object.entries(mutations)) {
        const known = Object.entries(sample).filter(
          ([field]) => args instanceof z.ZodObject && Object.hasOwn(args.shape, field),
        );
        const special = { ...Object.fromEntries(known), ...specials[name] };
        const mutation =
          name === 'ticket.register'
            ? citra.registration({ id: `curian-${name}` }, 'DINKES')
            : citra.mutation(name, { id, ...special });
        const { outcomes } = await citra.push(mutation);
        expect([name, outcomes[0]?.refusal?.code]).toEqual([
          name,
          expect.stringMatching(/^(out_of_scope|forbidden)$/),
        ]);
      }
      expect(await ticketOf(ana, id)).toEqual(before);
    });

    it('PUSH-7 refuses a ticket id that would reach into another ticket', async () => {
      const { outcomes } = await citra.push(citra.registration({ id: 't-00-1/x' }, 'DISDIK'));
      expect(outcomes[0]?.refusal).toMatchObject({ code: 'invalid_arguments', field: 'id' });
    });

    it('PUSH-7 refuses a ticket id so long that no reader could take the rows of the ticket', async () => {
      const { outcomes } = await citra.push(citra.registration({ id: 't'.repeat(120) }, 'DISDIK'));
      expect(outcomes[0]?.refusal).toMatchObject({ code: 'invalid_arguments', field: 'id' });
      const registration = citra.registration({ id: 't'.repeat(80) }, 'DISDIK');
      expect((await citra.push(registration)).outcomes).toEqual([]);
      // Every id of the answer is checked as devices check it.
      expect(await ticketOf(citra, 't'.repeat(80))).toMatchObject({ opd: 'DISDIK' });
    });

    it('PUSH-8 F22 decides with the rights of now, not of when the work was done', async () => {
      const id = await newTicket(budi);
      const offline = budi.mutation('ticket.note', { id, text: 'dikerjakan sebelum dipindah' });
      await world.setUser('budi', { scope: ['DISDIK'] });
      const { outcomes } = await budi.push(offline);
      expect(outcomes[0]?.refusal?.code).toBe('out_of_scope');
      await world.setUser('budi', {});
      expect((await budi.push(budi.mutation('ticket.note', { id, text: 'lagi' }))).outcomes).toEqual([]);
    });
  });
}
