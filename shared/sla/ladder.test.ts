import { describe, expect, it } from 'vitest';
import { ladderOf, stepKey } from './ladder.ts';
import { at, HOUR, MINUTE, monday, move, statusOf, testPackJson, testPolicy, ticket } from './test-pack.ts';

const tuesday = monday + 24 * HOUR;

/** Shares of the resolution target with the instants, for a ticket of priority 1 (8 office hours, `lte`). */
const ladder = [
  { at: 1, tell: ['assignee'] },
  { at: 0.5, tell: ['operator'], metrics: ['resolution'] },
  { at: 2, tell: ['level1', 'supervisor'], metrics: ['resolution'] },
];
const policy = testPolicy({ notifications: { ladder } });

function resolutionSteps(
  input = ticket([]),
  now = monday,
  by = policy,
): [share: number, reachedAt: number, tellAt: number][] {
  return ladderOf(by, input, now)
    .filter(({ metric }) => metric === 'resolution')
    .map((step) => [step.at, step.reachedAt, step.tellAt]);
}

describe('ladderOf', () => {
  it('lists the shares of every open target the pack tells of, lowest first, with those beyond the due instant', () => {
    const steps = ladderOf(policy, ticket([]), monday);
    expect(steps.map(({ metric, at, tell }) => [metric, at, tell])).toEqual([
      ['response', 1, ['assignee']],
      ['resolution', 0.5, ['operator']],
      ['resolution', 1, ['assignee']],
      ['resolution', 2, ['level1', 'supervisor']],
      ['handling', 1, ['assignee']],
    ]);
    expect(resolutionSteps()).toEqual([
      [0.5, monday + 4 * HOUR, monday + 4 * HOUR],
      [1, monday + 8 * HOUR, monday + 8 * HOUR],
      [2, tuesday + 8 * HOUR, tuesday + 8 * HOUR],
    ]);
  });

  it('reaches share 1 at the due instant of the screens, whether `lt` or `lte`', () => {
    const input = ticket([move(monday + HOUR, 'waiting'), move(monday + 3 * HOUR, 'in_progress')]);
    for (const metric of ['resolution', 'handling']) {
      const step = ladderOf(policy, input, tuesday).find((one) => one.metric === metric && one.at === 1);
      expect(step?.reachedAt).toBe(statusOf(policy, metric, input, tuesday).dueAt);
      expect(step?.dueAt).toBe(step?.reachedAt);
    }
  });

  it('keeps the steps reached while the ticket waits, and has none to come then', () => {
    const waiting = ticket([move(monday + 5 * HOUR, 'waiting')]);
    expect(resolutionSteps(waiting, tuesday)).toEqual([[0.5, monday + 4 * HOUR, monday + 4 * HOUR]]);
    const resumed = ticket([...waiting.timeline, move(tuesday, 'in_progress')]);
    expect(resolutionSteps(resumed, tuesday).slice(0, 2)).toEqual([
      [0.5, monday + 4 * HOUR, monday + 4 * HOUR],
      [1, tuesday + 3 * HOUR, tuesday + 3 * HOUR],
    ]);
  });

  it('has none of stopped and void targets, and goes on where it was when the ticket is reopened', () => {
    const solved = ticket([move(monday + HOUR, 'in_progress'), move(monday + 6 * HOUR, 'resolved')]);
    expect(ladderOf(policy, solved, tuesday)).toEqual([]);
    expect(ladderOf(policy, ticket([move(monday + HOUR, 'cancelled')]), tuesday)).toEqual([]);
    const reopened = ticket([...solved.timeline, move(tuesday, 'in_progress')]);
    expect(resolutionSteps(reopened, tuesday).slice(0, 2)).toEqual([
      [0.5, monday + 4 * HOUR, monday + 4 * HOUR],
      [1, tuesday + 2 * HOUR, tuesday + 2 * HOUR],
    ]);
  });

  it('does not look at events after the present instant', () => {
    const solvedLater = ticket([move(monday + 6 * HOUR, 'resolved')]);
    expect(resolutionSteps(solvedLater, monday + 5 * HOUR)).toEqual(resolutionSteps());
  });

  it('tells in working hours: at the next opening, but at closing time of what is due then', () => {
    const nightly = testPolicy({
      calendars: {
        office: {
          hours: { mon: [['08:00', '16:00']], tue: [['08:00', '16:00']], wed: [['08:00', '16:00']] },
        },
        always: { always: true },
      },
      notifications: { ladder, workingHours: 'office' },
    });
    const always = { alwaysAvailable: true, reportedAt: monday + 4 * HOUR };
    const handling = ladderOf(nightly, ticket([], always), monday).find((step) => step.metric === 'handling');
    expect(handling).toMatchObject({ reachedAt: monday + 14 * HOUR, tellAt: tuesday });
    expect(resolutionSteps(ticket([]), monday, nightly)[1]).toEqual([
      1,
      monday + 8 * HOUR,
      monday + 8 * HOUR,
    ]);
    const friday = ticket([], { ...always, reportedAt: at('2026-02-06T10:00:00+07:00') });
    const step = ladderOf(nightly, friday, friday.reportedAt).find((one) => one.metric === 'handling');
    expect(step?.tellAt).toBe(at('2026-02-09T08:00:00+07:00'));
  });

  it('tells one who is named twice for a share once', () => {
    const twice = testPolicy({
      notifications: {
        ladder: [
          { at: 1, tell: ['assignee', 'level1'] },
          { at: 1, tell: ['level1', 'supervisor'], metrics: ['response'] },
        ],
      },
    });
    expect(ladderOf(twice, ticket([]), monday)[0]).toMatchObject({
      metric: 'response',
      tell: ['assignee', 'level1', 'supervisor'],
    });
    expect(ladderOf(twice, ticket([]), monday)).toHaveLength(3);
  });

  it('has no step for a share that is not reached before the year 2400', () => {
    const [first] = testPackJson().targets as Record<string, unknown>[];
    const hours = { mon: [['08:00', '11:00']] };
    const calendars = { office: { hours } };
    const slow = testPolicy({ calendars, targets: [{ ...first, durations: 'PT80000H' }] });
    expect(ladderOf(slow, ticket([]), monday).map((step) => step.at)).toEqual([0.5]);
  });

  it('names a step by what it is about, not by when it is reached', () => {
    const key = (input = ticket([]), now = monday): string | undefined =>
      ladderOf(policy, input, now)
        .filter(({ at }) => at === 1)
        .map(stepKey)
        .at(-1);
    const paused = ticket([move(monday + MINUTE, 'waiting'), move(monday + HOUR, 'in_progress')]);
    expect(key(paused, tuesday)).toBe(key());
    expect(key()).toBe(`handling.100.${10 * HOUR}`);
    expect(key(ticket([], { urgency: 'low' }))).toBe(`handling.100.${24 * HOUR}`);
  });
});
