import { describe, expect, it } from 'vitest';
import { deskWithTicket, minute, nineOClock } from '../../test/support/desk-in-memory.ts';
import { journalEntrySchema } from '../domain/journal.ts';
import { readNoticeText } from '../domain/notice-text.ts';

const step = (at: number, told = ['assignee']) => ({
  key: `response.${at * 100}.600000`,
  metric: 'response',
  at,
  reachedAt: nineOClock + at * 10 * minute,
  told,
});
const notice = (...steps: object[]) => ({ steps, via: 'device' });

describe('notice.record', () => {
  it('keeps when each step was told, and journals one line for the new ones', () => {
    const { must, ticket, entries, last } = deskWithTicket();
    must('operator', 'notice.record', notice(step(0.5)));
    must('supervisor', 'notice.record', notice(step(0.5), step(0.75), step(0.9, ['assignee', 'operator'])));
    expect(ticket().notices).toEqual({
      'response.50.600000': nineOClock + 2 * minute,
      'response.75.600000': nineOClock + 3 * minute,
      'response.90.600000': nineOClock + 3 * minute,
    });
    expect(entries().filter(({ type }) => type === 'notified')).toHaveLength(2);
    expect(last()).toMatchObject({ changes: [{ field: 'via', from: null, to: 'device' }] });
    expect(readNoticeText(last()?.text ?? '')).toEqual([
      { metric: 'response', percent: 75, reachedAt: nineOClock + 7.5 * minute, told: ['assignee'] },
      { metric: 'response', percent: 90, reachedAt: nineOClock + 9 * minute, told: ['assignee', 'operator'] },
    ]);
  });

  it('is no news a second time, nor twice within one mutation', () => {
    const { must, ticket, entries } = deskWithTicket();
    must('operator', 'notice.record', notice(step(0.5), step(0.5)));
    expect(readNoticeText(entries().at(-1)?.text ?? '')).toHaveLength(1);
    const before = ticket();
    const lines = entries().length;
    must('operator2', 'notice.record', notice(step(0.5)));
    expect(ticket()).toBe(before);
    expect(entries()).toHaveLength(lines);
  });

  it.each([
    ['ticket.cancel', { reason: 'Ganda' }],
    ['ticket.close', {}],
  ])('says nothing of a ticket finished by %s', (ending, words) => {
    const { must, ticket } = deskWithTicket();
    if (ending === 'ticket.close') must('operator', 'ticket.resolve', { solution: 'x' });
    must('operator', ending, words);
    const before = ticket();
    must('operator', 'notice.record', notice(step(0.5)));
    expect(ticket()).toBe(before);
  });

  it('refuses more than a line of the journal holds: no device could read it', () => {
    const { act, must, entries, ticket } = deskWithTicket();
    const many = (count: number) =>
      Array.from({ length: count }, (_, at) => ({
        ...step(
          0.5,
          Array.from({ length: 10 }, () => 'supervisor'),
        ),
        key: `m${at}.50.1`,
        metric: 'm'.repeat(60),
      }));
    must('operator', 'notice.record', notice(...many(100)));
    for (const entry of entries()) expect(journalEntrySchema.parse(entry)).toEqual(entry);
    const before = ticket();
    expect(act('operator', 'notice.record', notice(...many(300)))).toMatchObject({
      ok: false,
      error: { code: 'invalid_arguments', field: 'steps' },
    });
    expect(ticket()).toBe(before);
  });

  it.each([
    [{ ...step(0.5), key: '__proto__' }, 'steps.0.key'],
    [{ ...step(0.5), told: ['everyone'] }, 'steps.0.told.0'],
    [{ ...step(0.5), metric: 'a b' }, 'steps.0.metric'],
  ])('refuses a step it could not say again (%#)', (bad, field) => {
    expect(deskWithTicket().act('operator', 'notice.record', notice(bad))).toMatchObject({
      error: { code: 'invalid_arguments', field },
    });
  });
});
