import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seedOf } from '../../../test/support/seed.ts';
import type { CopiedRecord } from './journal-records.ts';
import { planRecovery } from './plan-recovery.ts';

const entry = (id: number, key = `kunci-${id}`): CopiedRecord => ({
  id,
  name: 'ticket.note',
  args: { text: key },
  occurredAt: id,
  seenServerTime: 0,
  aggregate: 'tiket',
  journalKey: key,
});

/** Where an unsent entry is left: in the database, in the journal, in both, or nowhere. */
const places = fc.array(fc.constantFrom('database', 'journal', 'both', 'nowhere'), { maxLength: 30 });

describe('outbox put together again', () => {
  it('JRN-11 JRN-13 whatever database and journal lost: what is left comes once, in order, without gaps; the rest is counted', () => {
    fc.assert(
      fc.property(places, fc.nat(50), fc.nat(3), (kept, pushed, strangers) => {
        const of = (...wanted: string[]) =>
          kept.flatMap((place, at) => (wanted.includes(place) ? [entry(pushed + 1 + at)] : []));
        const foreign = Array.from({ length: strangers }, (_, at) => entry(at + 1, `asing-${at}`));
        const plan = planRecovery({
          deviceId: 'ini',
          sequence: { next: pushed + kept.length + 1, pushed, acknowledged: pushed },
          outbox: of('database', 'both'),
          missing: [
            ...of('journal').map((found) => ({ deviceId: 'ini', entry: found })),
            ...foreign.map((found) => ({ deviceId: 'lain', entry: found })),
          ],
          sentIds: new Set(),
          confirmed: 0,
        });
        const unsent = plan.unsent ?? of('database', 'both');
        const left = [...of('database', 'both', 'journal'), ...foreign];
        expect(unsent.map(({ journalKey }) => journalKey)).toEqual(left.map(({ journalKey }) => journalKey));
        expect(unsent.map(({ id }) => id)).toEqual(unsent.map((_, at) => pushed + 1 + at));
        expect(plan.sequence).toEqual({ next: pushed + unsent.length + 1, pushed, acknowledged: pushed });
        expect(plan.lost).toBe(kept.filter((place) => place === 'nowhere').length);
      }),
      { seed: seedOf('outbox put together again') },
    );
  });

  it('JRN-10 JRN-11 an emptied database: what reaches up to the server’s last is sent once more, older ones behind it', () => {
    fc.assert(
      fc.property(
        fc.nat(20),
        fc.nat(20),
        fc.uniqueArray(fc.integer({ min: 1, max: 40 })),
        (has, more, ids) => {
          const known = ids.filter((id) => id <= has + more).sort((a, b) => a - b);
          const plan = planRecovery({
            deviceId: 'ini',
            sequence: { next: has + 1, pushed: has, acknowledged: has },
            outbox: [],
            missing: known.map((id) => ({ deviceId: 'ini', entry: entry(id) })),
            sentIds: new Set(),
            confirmed: 0,
          });
          const unsent = (plan.unsent ?? []).map(({ journalKey }) => journalKey);
          const above = known.filter((id) => id > has).map((id) => `kunci-${id}`);
          expect(unsent.slice(unsent.length - above.length)).toEqual(above);
          // Those sent once more keep the very numbers the server knows them by.
          const again = (plan.unsent ?? []).filter(({ id }) => id <= has);
          for (const { id, journalKey } of again) expect(journalKey).toBe(`kunci-${id}`);
          expect(plan.sequence.pushed).toBe(has - again.length);
          const older = unsent.slice(again.length, unsent.length - above.length);
          const rest = known.filter((id) => id <= has - again.length).map((id) => `kunci-${id}`);
          expect(older).toEqual(rest);
        },
      ),
      { seed: seedOf('outbox put together again') },
    );
  });
});
