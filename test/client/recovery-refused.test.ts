import { describe, expect, it } from 'vitest';
import { journalDesks } from './support/journal-desk.ts';
import { register } from './support/scene.ts';

describe('refused work and a lost database', () => {
  const on = journalDesks();

  /** Registers under a number that is taken, and so will be refused. */
  async function registerInVain(note: string): Promise<void> {
    const number = await on().desk.nextTicketNumber('incident', 'DINKES');
    await register(on().desk, { number });
    await on().inDatabase((db) => db.counters.delete(`number|${number}`));
    await register(on().desk, { number, note });
  }
  const inReview = () =>
    on()
      .desk.review.items()
      .map(({ mutation }) => mutation?.args);

  it('JRN-2 REV-1 F6 what nobody has decided on stands in the review list again', async () => {
    await registerInVain('yang diketik');
    await on().exchange();
    await on().note('sesudahnya');
    await on().exchange();
    await expect.poll(() => on().unsentInJournal()).toBe(1);
    await on().stopAndLoseDatabase();
    expect((await on().start()).recovery).toMatchObject({ putBack: 1, lost: 0 });
    await on().exchange();
    await on().exchange();
    expect(inReview()).toMatchObject([{ note: 'yang diketik' }]);
    await on().stop();
    expect((await on().start()).recovery).toBeNull();
    expect(inReview()).toMatchObject([{ note: 'yang diketik' }]);
    expect(await on().unsentInJournal()).toBe(1);
    const [item] = on().desk.review.items();
    await on().desk.review.discard(item?.id ?? '');
    await on().expectEverything(['sesudahnya']);
  });

  it('JRN-2 REV-1 F6 F16 what was refused though nobody has heard of it stands in the review list', async () => {
    await registerInVain('yang diketik');
    on().profile.faults = {
      before(path) {
        if (path === '/api/v1/pull') throw new TypeError('cut');
      },
    };
    await on()
      .profile.worker(on().name)
      .then(({ engine }) => engine.exchange());
    on().profile.faults = {};
    await on().stopAndLoseDatabase();
    await on().start();
    await on().exchange();
    await on().exchange();
    expect(inReview()).toMatchObject([{ note: 'yang diketik' }]);
  });
});
