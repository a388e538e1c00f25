import { describe, expect, it } from 'vitest';
import { evaluate } from './evaluate.ts';
import { explain } from './explain.ts';
import { calendarDaysSchema } from './hours.ts';
import { ladderOf } from './ladder.ts';
import type { CompiledPolicy } from './policy.ts';
import { PolicyShelf } from './policy-shelf.ts';
import type { CalendarRow } from './published.ts';
import { at, HOUR, MINUTE, monday, move, statusOf, testPack, testPackJson, ticket } from './test-pack.ts';
import type { SlaInput, TimelineEvent } from './timeline.ts';

const tuesday = monday + 24 * HOUR;
const wednesday = monday + 48 * HOUR;

function row(revision: number, appliesFrom: number, days: object, opd: string | null = null): CalendarRow {
  return {
    id: `${opd ?? 'national'}.${revision}`,
    opd,
    revision,
    days: calendarDaysSchema.parse(days),
    appliesFrom,
    publishedAt: appliesFrom,
    publishedBy: 'U1',
    publishedByName: 'Admin',
    note: '',
  };
}

function policyWith(rows: CalendarRow[], pack = testPack()): CompiledPolicy {
  const shelf = new PolicyShelf([pack]);
  shelf.replace([], rows);
  const found = shelf.find(pack.name, undefined, 'DINKES');
  if (!found) throw new Error('no pack');
  return found;
}

/** Tuesday is declared a day off on Wednesday morning; Monday afternoon on Wednesday noon. */
const tuesdayOff = row(1, wednesday, { holidays: ['2026-02-03'] });
const mondayShort = row(2, wednesday + 4 * HOUR, {
  holidays: ['2026-02-03'],
  halfDays: [{ date: '2026-02-02', closesAt: '12:00' }],
});
const plain = policyWith([]);
const once = policyWith([tuesdayOff]);
const twice = policyWith([tuesdayOff, mondayShort]);

const resolvedTuesday = move(tuesday + 2 * HOUR, 'resolved');

describe('a calendar that was changed', () => {
  it('does not change what had stopped before', () => {
    const input = ticket([resolvedTuesday]);
    const now = wednesday + 6 * HOUR;
    expect(statusOf(plain, 'resolution', input, now)).toMatchObject({
      state: 'breached',
      elapsedMs: 10 * HOUR,
    });
    expect(evaluate(once, input, now)).toEqual(evaluate(plain, input, now));
    expect(evaluate(twice, input, now)).toEqual(evaluate(plain, input, now));
    expect(explain(twice, input, 'resolution', now)).toEqual(explain(plain, input, 'resolution', now));
  });

  it('judges by the calendar in force when it stopped, not by the first or the last', () => {
    const between = ticket([move(wednesday + HOUR, 'resolved')]);
    expect(statusOf(twice, 'resolution', between, wednesday + 6 * HOUR).elapsedMs).toBe(9 * HOUR);
    const after = ticket([move(wednesday + 5 * HOUR, 'resolved')]);
    expect(statusOf(twice, 'resolution', after, wednesday + 6 * HOUR).elapsedMs).toBe(9 * HOUR);
    const atThatInstant = ticket([move(wednesday, 'resolved')]);
    expect(statusOf(once, 'resolution', atThatInstant, wednesday).elapsedMs).toBe(8 * HOUR);
    expect(statusOf(once, 'resolution', ticket([move(wednesday - 1, 'resolved')]), wednesday).elapsedMs).toBe(
      16 * HOUR,
    );
  });

  it('judges open targets anew, and a target that is open again after a reopening', () => {
    const open = ticket([move(monday + 5 * MINUTE, 'in_progress')]);
    expect(statusOf(once, 'resolution', open, wednesday)).toMatchObject({
      state: 'running',
      elapsedMs: 8 * HOUR,
      dueAt: monday + 8 * HOUR,
    });
    const reopened = ticket([resolvedTuesday, move(wednesday + HOUR, 'in_progress')]);
    const now = wednesday + 2 * HOUR;
    expect(statusOf(once, 'resolution', reopened, now).elapsedMs).toBe(9 * HOUR);
    const pieces = explain(once, reopened, 'resolution', now)?.pieces ?? [];
    expect(pieces.at(-1)?.runningTotalMs).toBe(9 * HOUR);
    expect(statusOf(once, 'response', reopened, now)).toEqual(statusOf(plain, 'response', reopened, now));
  });

  it('leaves the elapsed time of a cancelled ticket as it was', () => {
    const cancelled = ticket([move(tuesday + 2 * HOUR, 'cancelled')]);
    expect(evaluate(twice, cancelled, wednesday + 6 * HOUR)).toEqual(
      evaluate(plain, cancelled, wednesday + 6 * HOUR),
    );
  });

  it('counts a stop before the start of its clock as at the start', () => {
    const early: TimelineEvent = { at: monday - 72 * HOUR, type: 'reply' };
    const input = ticket([early], { reportedAt: wednesday });
    expect(statusOf(once, 'response', input, wednesday).calendar).toBe('office');
    expect(statusOf(once, 'response', input, wednesday)).toMatchObject({
      stoppedAt: wednesday,
      elapsedMs: 0,
    });
  });

  it('tells of steps by the newest calendar', () => {
    const steps = ladderOf(once, ticket([]), wednesday).filter(({ metric }) => metric === 'resolution');
    expect(steps.at(-1)).toMatchObject({ at: 1, reachedAt: monday + 8 * HOUR });
    const later = ticket([], { reportedAt: monday + HOUR });
    expect(
      ladderOf(once, later, wednesday).find((s) => s.metric === 'resolution' && s.at === 1),
    ).toMatchObject({
      reachedAt: wednesday + HOUR,
    });
  });

  it('days off of the office add to those of the state, each revision from its own instant', () => {
    const office = row(1, 0, { holidays: ['2026-02-04'] }, 'DINKES');
    const elsewhere = row(1, 0, { holidays: ['2026-02-05'] }, 'DINSOS');
    const policy = policyWith([tuesdayOff, office, elsewhere]);
    const input = ticket([], { reportedAt: monday + HOUR });
    expect(statusOf(policy, 'resolution', input, monday + HOUR).dueAt).toBe(at('2026-02-05T09:00:00+07:00'));
    const stopped = ticket([resolvedTuesday], { reportedAt: monday + HOUR });
    expect(statusOf(policy, 'resolution', stopped, wednesday).elapsedMs).toBe(9 * HOUR);
  });
});

describe('facts that were changed after a target had stopped', () => {
  const [first] = testPackJson().targets as Record<string, unknown>[];
  const byClass = policyWith(
    [tuesdayOff],
    testPack({
      targets: [
        {
          ...first,
          needsPriority: false,
          durations: { by: ['durationClass'], of: { short: 'PT8H', long: 'PT80H' } },
          stop: 'resolved',
        },
      ],
    }),
  );
  const solved = (earlier: SlaInput['earlier']): SlaInput =>
    ticket([resolvedTuesday], { urgency: null, impact: null, durationClass: 'long', earlier });

  it('do not count for a target that asks for no priority either', () => {
    const was = { urgency: null, impact: null, until: wednesday + HOUR, durationClass: 'short' };
    expect(statusOf(byClass, 'response', solved([was]), wednesday + 2 * HOUR)).toMatchObject({
      state: 'breached',
      durationMs: 8 * HOUR,
      elapsedMs: 10 * HOUR,
    });
    expect(statusOf(byClass, 'response', solved([]), wednesday + 2 * HOUR).durationMs).toBe(80 * HOUR);
  });

  it('count where nothing was known when it stopped', () => {
    const unknown = { urgency: null, impact: null, until: wednesday + HOUR };
    expect(statusOf(byClass, 'response', solved([unknown]), wednesday + 2 * HOUR).durationMs).toBe(80 * HOUR);
  });
});
