import { describe, expect, it } from 'vitest';
import { writeNoticeText } from '#shared/domain/notice-text.ts';
import { deskWithTicket, minute, nineOClock, testPack } from '../../test/support/desk-in-memory.ts';
import { excusedMetric, knownField, milestoneTitle, toldLines, valueText } from './journal-values.ts';
import type { Labels } from './labels.ts';

const say =
  (what: string) =>
  (...values: unknown[]) =>
    `${what}(${values[0]})`;
/** Labels that name the word asked for: which word it is belongs to the catalogue. */
const labels: Labels = {
  kind: say('kind'),
  category: say('category'),
  channel: say('channel'),
  role: say('role'),
  team: say('team'),
  metric: say('metric'),
  recipient: say('recipient'),
  decision: say('decision'),
  via: say('via'),
  factName: say('factName'),
  fact: (name, value) => `${name} ${value}`,
  state: say('state'),
  stateShort: say('stateShort'),
  level: say('level'),
  priority: say('priority'),
  person: say('person'),
  opd: say('opd'),
};
const policy = { name: 'jabar', version: 1 };
const value = (field: string, given: string | number | boolean | null) =>
  valueText(field, given, labels, policy);

describe('journalled values', () => {
  it('of facts are told in the words of forms', () => {
    expect(value('urgency', 'high')).toBe('urgency high');
    expect(value('severity', 'minor')).toBe('severity minor');
    expect(value('alwaysAvailable', false)).toBe('alwaysAvailable false');
    expect(value('durationClass', null)).toBe('');
  });
  it('this version has no word for are shown as they are', () => {
    expect(value('severity', 'catastrophic')).toBe('catastrophic');
    expect(value('policyVersion', 2)).toBe('2');
    expect(knownField('colour')).toBeNull();
  });
  it('of excuses name the metric and the decision', () => {
    const { must, last } = deskWithTicket();
    const late = { occurredAt: nineOClock + 60 * minute };
    must('operator', 'breach.excuse', { metric: 'response', reason: 'Listrik padam' }, late);
    const change = last()?.changes[0];
    expect(excusedMetric(change?.field ?? '')).toBe('response');
    expect(value(change?.field ?? '', change?.to ?? null)).toBe('decision(pending)');
    expect(excusedMetric('title')).toBeNull();
  });
});

describe('a notified line', () => {
  const step = { metric: 'response', at: 0.9, reachedAt: nineOClock, told: ['assignee', 'level2'] };

  it('says of which steps whom was told', () => {
    const { must, last } = deskWithTicket();
    must('operator', 'notice.record', { steps: [{ ...step, key: 'response.90.600000' }], via: 'mail' });
    const entry = last();
    if (entry === undefined) throw new Error('nothing journalled');
    expect(toldLines(entry, labels, policy)).toEqual([
      {
        metric: 'metric(response)',
        percent: 90,
        reachedAt: nineOClock,
        people: 'recipient(assignee), recipient(level2)',
      },
    ]);
    expect(value('via', 'mail')).toBe('via(mail)');
  });

  it('tells the warning before the limit of papers apart', () => {
    const text = writeNoticeText([{ ...step, metric: 'completeness', percent: 100 }]);
    expect(toldLines({ type: 'notified', text }, labels, policy)[0]?.metric).toBeNull();
    expect(toldLines({ type: 'noted', text }, labels, policy)).toEqual([]);
  });
});

describe('a milestone', () => {
  it('bears the title of its pack; a step of the SOP has none', () => {
    const pack = testPack('jabar');
    expect(milestoneTitle({ type: 'step_done', text: 'verified' }, pack)).toBe('Kelengkapan diperiksa');
    expect(milestoneTitle({ type: 'step_done', text: '8' }, pack)).toBeNull();
    expect(milestoneTitle({ type: 'noted', text: 'verified' }, pack)).toBeNull();
  });
});
