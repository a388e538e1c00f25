import { describe, expect, it } from 'vitest';
import { journalDesks } from './support/journal-desk.ts';

const minute = 60_000;
const hour = 60 * minute;

describe('the clock of work that comes back from the journal', () => {
  const on = journalDesks();
  /** Texts of the notes with what the server found doubtful in their instants. */
  async function doubts() {
    const notes = (await on().desk.journal(on().ticket)).filter(({ type }) => type === 'noted');
    return Object.fromEntries(notes.map(({ text, clock }) => [text, clock?.skewMs ?? 0]));
  }

  it('JRN-20 CLK-3 entries made with a wrong clock, the database deleted: the skew is told all the same', async () => {
    const { server, profile } = on();
    server.pass(10 * minute);
    await on().note('benar');
    // Somebody sets the clock ahead while the app runs: it cannot be told from sleep.
    profile.skewMs = 2 * hour;
    await on().note('maju dua jam');
    server.pass(5 * minute);
    await on().stopAndLoseDatabase();
    expect((await on().start()).recovery).toMatchObject({ putBack: 2, isEmptied: true });
    await on().exchange();
    await on().exchange();
    expect(await doubts()).toEqual({ benar: 0, 'maju dua jam': -2 * hour });
  });

  it('JRN-20 a clock that was learnt right before the database was lost leaves no doubt', async () => {
    const { server, profile } = on();
    await on().stop();
    profile.skewMs = -3 * hour;
    await on().start();
    await on().exchange();
    await on().note('jam tertinggal, terkoreksi');
    server.pass(5 * minute);
    await on().stopAndLoseDatabase();
    await on().start();
    await on().exchange();
    await on().exchange();
    expect(await doubts()).toEqual({ 'jam tertinggal, terkoreksi': 0 });
  });

  it('JRN-20 what an exchange has shown of an entry’s instant is kept where the entry itself did not go', async () => {
    const { server, profile } = on();
    server.pass(10 * minute);
    profile.skewMs = 2 * hour;
    await on().note('maju dua jam');
    server.pass(minute);
    // The answer to the question for the time comes through, the push behind it does not.
    let pushes = 0;
    profile.faults = {
      before: (path) => {
        if (path !== '/api/v1/push') return;
        pushes += 1;
        if (pushes > 1) throw new TypeError('cut');
      },
    };
    await profile.worker(on().name).then(({ engine }) => engine.exchange());
    profile.faults = {};
    await expect
      .poll(async () => {
        const page = await on().folder.open().read(on().name, null);
        return (
          page.ok && page.value.entries.map(({ text }) => (JSON.parse(text) as { skewMs?: number }).skewMs)
        );
      })
      .toEqual([-2 * hour]);
    // The clock is mended before the app is started again: nothing shows any more how wrong it was.
    profile.skewMs = 0;
    await on().stopAndLoseDatabase();
    await on().start();
    await on().exchange();
    await on().exchange();
    expect(await doubts()).toEqual({ 'maju dua jam': -2 * hour });
  });
});
