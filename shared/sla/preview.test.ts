import { describe, expect, it } from 'vitest';
import { compilePolicy } from './policy.ts';
import { compareTargets, Preview } from './preview.ts';
import { at, HOUR, monday, move, testPack, testPackJson, testPolicy, ticket } from './test-pack.ts';

const policy = testPolicy();
const [response, resolution, handling] = testPackJson().targets as Record<string, unknown>[];

function withResolution(changes: Record<string, unknown>) {
  return testPolicy({ targets: [response, { ...resolution, ...changes }, handling] });
}

function changeOf(
  after: ReturnType<typeof testPolicy>,
  now: number,
  input = ticket([move(monday, 'in_progress')]),
) {
  const found = compareTargets(policy, after, input, now).find(({ metric }) => metric === 'resolution');
  if (found === undefined) throw new Error('no resolution');
  return found;
}

const shorter = withResolution({ durations: { by: ['priority'], of: { '1': 'PT4H' } } });
const longer = withResolution({ durations: { by: ['priority'], of: { '1': 'PT10H' } } });

describe('the preview of a change', () => {
  it('tells an earlier and a later due instant', () => {
    const earlier = changeOf(shorter, monday + HOUR);
    expect(earlier).toMatchObject({ move: 'earlier', newlyLate: false, noLongerLate: false });
    expect(earlier.after?.dueAt).toBe(monday + 4 * HOUR);
    const later = changeOf(longer, monday + HOUR);
    // Ten hours of an eight-hour day end on Tuesday at 10:00.
    expect(later).toMatchObject({ move: 'later', newlyLate: false });
    expect(later.after?.dueAt).toBe(at('2026-02-03T10:00:00+07:00'));
  });

  it('tells who becomes late and who no longer is', () => {
    expect(changeOf(shorter, monday + 5 * HOUR)).toMatchObject({ move: 'earlier', newlyLate: true });
    expect(changeOf(longer, monday + 25 * HOUR)).toMatchObject({ move: 'later', noLongerLate: true });
  });

  it('compares the time left where a paused clock has no due instant', () => {
    const paused = ticket([move(monday, 'in_progress'), move(monday + HOUR, 'waiting')]);
    expect(changeOf(shorter, monday + 2 * HOUR, paused)).toMatchObject({
      move: 'earlier',
      before: { state: 'paused', dueAt: null },
      after: { state: 'paused', dueAt: null },
    });
  });

  it('says late without another due instant where only the comparison changes', () => {
    const strict = withResolution({ comparison: 'lt' });
    expect(changeOf(strict, monday + 8 * HOUR)).toMatchObject({ move: 'same', newlyLate: true });
  });

  it('tells of targets that appear and vanish', () => {
    const without = testPolicy({ targets: [response] });
    const input = ticket([]);
    const moves = (from: typeof policy, to: typeof policy) =>
      compareTargets(from, to, input, monday).map(({ metric, move: how }) => [metric, how]);
    expect(moves(policy, without)).toEqual([
      ['response', 'same'],
      ['resolution', 'vanishes'],
      ['handling', 'vanishes'],
    ]);
    expect(moves(without, policy)).toEqual([
      ['response', 'same'],
      ['resolution', 'appears'],
      ['handling', 'appears'],
    ]);
  });

  it('does not count a cancelled clock as changed', () => {
    const cancelled = ticket([move(monday, 'in_progress'), move(monday + HOUR, 'cancelled')]);
    expect(changeOf(shorter, monday + 2 * HOUR, cancelled)).toMatchObject({ move: 'same' });
  });

  it('counts targets and tickets, and puts the newly late first', () => {
    const preview = new Preview<string>(monday + 5 * HOUR);
    const input = ticket([move(monday, 'in_progress')]);
    preview.add({ ticket: 'same', input, before: policy, after: policy });
    preview.add({ ticket: 'later', input, before: policy, after: longer });
    preview.add({ ticket: 'late', input, before: policy, after: shorter });
    expect(preview.counts).toEqual({
      same: 7,
      earlier: 1,
      later: 1,
      appears: 0,
      vanishes: 0,
      newlyLate: 1,
      noLongerLate: 0,
      tickets: 3,
      changedTickets: 2,
    });
    expect(preview.changed.map(({ ticket: name, changes }) => [name, changes.length])).toEqual([
      ['late', 1],
      ['later', 1],
    ]);
  });

  it('sees a new day off', () => {
    const pack = testPack();
    const office = pack.calendars.office;
    if (office === undefined) throw new Error('no office calendar');
    const holidays = [{ date: '2026-02-03', name: 'Libur', decree: '' }];
    const after = compilePolicy({
      ...pack,
      calendars: { ...pack.calendars, office: { ...office, holidays } },
    });
    const input = ticket([move(monday, 'in_progress')], { reportedAt: monday + HOUR });
    // Reported at 09:00: due on Tuesday at 09:00, and with Tuesday off on Wednesday.
    expect(changeOf(after, monday + 2 * HOUR, input)).toMatchObject({
      move: 'later',
      before: { dueAt: at('2026-02-03T09:00:00+07:00') },
      after: { dueAt: at('2026-02-04T09:00:00+07:00') },
    });
  });
});
