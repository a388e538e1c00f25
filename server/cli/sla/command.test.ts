import { describe, expect, it } from 'vitest';
import { runOnChunks, runOnLines } from './test-io.ts';

const ticket = {
  id: 'T',
  pack: 'madiun',
  reportedAt: '2026-02-02T08:00:00+07:00',
  urgency: 'high',
  impact: 'high',
  events: [] as unknown[],
  now: '2026-02-02T08:05:00+07:00',
};
const answer = {
  id: 'T',
  priority: 1,
  response: { state: 'running', elapsedMs: 300_000, dueAt: '2026-02-02T01:10:00.000Z' },
  resolution: { state: 'running', elapsedMs: 300_000, dueAt: '2026-02-02T09:00:00.000Z' },
};

const hours = { mon: [['08:00', '12:00']], tue: [['20:00', '24:00']] };
const sum = {
  id: 'S',
  kind: 'add',
  calendar: { timeZone: 'Asia/Jakarta', hours, holidays: [], yearlyHolidays: [] },
  start: '2026-02-02T08:00:00+07:00',
  seconds: 8 * 3600,
};

function withCalendar(changes: object): object {
  return { ...sum, calendar: { ...sum.calendar, ...changes } };
}

describe('sla evaluate', () => {
  it('answers id, priority and each metric', async () => {
    expect(await runOnLines(['evaluate'], [ticket])).toEqual({ results: [answer], errors: [], exitCode: 0 });
  });

  it('puts the days off of the line in place of those of the pack', async () => {
    const calendar = { holidays: ['2026-02-02'], halfDays: [{ date: '2026-02-03', closesAt: '12:00' }] };
    const run = await runOnLines(['evaluate'], [{ ...ticket, calendar }, ticket]);
    expect(run.results).toEqual([
      {
        ...answer,
        response: { state: 'running', elapsedMs: 0, dueAt: '2026-02-03T01:10:00.000Z' },
        resolution: { state: 'running', elapsedMs: 0, dueAt: '2026-02-04T05:00:00.000Z' },
      },
      answer,
    ]);
  });

  it('takes the events in any order', async () => {
    const events = [
      { at: '2026-02-02T08:04:00+07:00', type: 'state', to: 'resolved' },
      { at: '2026-02-02T08:01:00+07:00', type: 'state', to: 'in_progress' },
    ];
    const run = await runOnLines(['evaluate'], [{ ...ticket, events }]);
    expect(run.results).toMatchObject([
      { response: { state: 'met', elapsedMs: 60_000 }, resolution: { state: 'met', elapsedMs: 240_000 } },
    ]);
  });

  it('has no targets while a ticket is not classified', async () => {
    const run = await runOnLines(['evaluate'], [{ ...ticket, urgency: null }]);
    expect(run).toMatchObject({ results: [{ id: 'T', priority: null }], exitCode: 0 });
  });

  const { id: _id, ...nameless } = ticket;
  const { impact: _impact, ...unclassified } = ticket;
  it.each<[string, unknown, string]>([
    ['text that is not JSON', '{"id": "T"', 'line 2: not JSON'],
    ['JSON that is no object', '[1]', 'line 2: Invalid input: expected object, received array'],
    ['no id', nameless, 'line 2: id: missing'],
    ['an unknown pack', { ...ticket, pack: 'atlantis' }, 'line 2: pack: no policy pack atlantis'],
    [
      'a pack named like a built-in',
      { ...ticket, pack: '__proto__' },
      'line 2: pack: no policy pack __proto__',
    ],
    ['a fact the pack needs left out', unclassified, 'line 2: impact: missing, pack madiun decides by it'],
    ['an unknown level', { ...ticket, urgency: 'tinggi' }, 'line 2: urgency: Invalid option'],
    ['a date that does not exist', { ...ticket, now: '2026-02-30T08:00:00Z' }, 'line 2: now: not an instant'],
    [
      'an instant without zone',
      { ...ticket, reportedAt: '2026-02-02T08:00' },
      'line 2: reportedAt: not an instant',
    ],
    [
      'an instant out of reach',
      { ...ticket, reportedAt: '9999-02-02T08:00:00Z' },
      'line 2: reportedAt: outside the years 1900 to 2399',
    ],
    [
      'an unknown state',
      { ...ticket, events: [{ at: ticket.now, type: 'state', to: 'lost' }] },
      'line 2: events[0].to: Invalid option',
    ],
    [
      'an unknown event',
      { ...ticket, events: [{ at: ticket.now, type: 'sneeze' }] },
      'line 2: events[0].type: Invalid discriminator value',
    ],
    [
      'a holiday that is no date',
      { ...ticket, calendar: { holidays: ['17 Agustus'] } },
      'line 2: calendar.holidays[0]: not a date',
    ],
  ])('reports %s and answers the other lines', async (_, line, message) => {
    const run = await runOnLines(['evaluate'], [ticket, line, { ...ticket, id: 'U' }]);
    expect(run.errors).toHaveLength(1);
    expect(run.errors[0]).toContain(message);
    expect(run.results).toEqual([answer, { ...answer, id: 'U' }]);
    expect(run.exitCode).toBe(2);
  });

  it('passes over empty lines and counts them', async () => {
    const run = await runOnLines(['evaluate'], ['', '   ', ticket, '\r', 'x']);
    expect(run).toMatchObject({ results: [answer], errors: ['line 5: not JSON'], exitCode: 2 });
  });

  it('reads chunks cut anywhere, also within a letter, a byte order mark and a last line without end', async () => {
    const text = `\uFEFF${JSON.stringify({ ...ticket, id: 'é\u2028界' })}\r\n${JSON.stringify(ticket)}`;
    const bytes = Buffer.from(text);
    const chunks = Array.from(bytes, (_, i) => bytes.subarray(i, i + 1));
    const run = await runOnChunks(['evaluate'], chunks);
    expect(run).toEqual({ results: [{ ...answer, id: 'é\u2028界' }, answer], errors: [], exitCode: 0 });
  });

  it('refuses a line of more than 8 MB without stopping', async () => {
    const run = await runOnChunks(
      ['evaluate'],
      ['x'.repeat(5e6), 'x'.repeat(5e6), `\n${JSON.stringify(ticket)}\n`],
    );
    expect(run).toEqual({ results: [answer], errors: ['line 1: too long'], exitCode: 2 });
  });

  it('says when its input cannot be read', async () => {
    const run = await runOnChunks(['evaluate'], failing());
    expect(run).toEqual({ results: [], errors: ['cannot read standard input: unplugged'], exitCode: 2 });
  });
});

describe('sla calendar', () => {
  it('adds open time and runs to 24:00', async () => {
    const run = await runOnLines(['calendar'], [sum]);
    expect(run).toEqual({ results: [{ id: 'S', result: '2026-02-03T17:00:00Z' }], errors: [], exitCode: 0 });
  });

  it('takes pauses in any order and counts overlaps once', async () => {
    const pauses = [
      ['2026-02-02T09:30:00+07:00', '2026-02-02T10:30:00+07:00'],
      ['2026-02-02T09:00:00+07:00', '2026-02-02T10:00:00+07:00'],
    ];
    const run = await runOnLines(
      ['calendar'],
      [
        { ...sum, seconds: 3600 + 60, pauses },
        { ...sum, kind: 'elapsed', end: '2026-02-02T11:00:00+07:00', pauses },
        { ...sum, kind: 'elapsed', to: '2026-02-02T09:15:00.250+07:00', pauses: [] },
      ],
    );
    expect(run.results).toEqual([
      { id: 'S', result: '2026-02-02T03:31:00Z' },
      { id: 'S', result: 5400 },
      { id: 'S', result: 4500.25 },
    ]);
  });

  it('knows half days and yearly holidays', async () => {
    const changes = { halfDays: [{ date: '2026-02-02', closesAt: '10:00' }], yearlyHolidays: ['02-03'] };
    const run = await runOnLines(['calendar'], [withCalendar(changes)]);
    expect(run.results).toEqual([{ id: 'S', result: '2026-02-10T15:00:00Z' }]);
  });

  it.each<[string, unknown, string]>([
    ['an unknown zone', withCalendar({ timeZone: 'Asia/Nowhere' }), 'calendar.timeZone: unknown time zone'],
    [
      'overlapping hours',
      withCalendar({
        hours: {
          mon: [
            ['08:00', '12:00'],
            ['11:00', '13:00'],
          ],
        },
      }),
      'calendar.hours.mon[1]: overlaps block 0',
    ],
    [
      'hours that end before they start',
      withCalendar({ hours: { mon: [['17:00', '08:00']] } }),
      'calendar.hours.mon[0][1]: end 08:00 is not after start 17:00',
    ],
    [
      'a clock time after 24:00',
      withCalendar({ hours: { mon: [['08:00', '24:01']] } }),
      'calendar.hours.mon[0][1]',
    ],
    ['no working day', withCalendar({ hours: {} }), 'calendar.hours: no working day'],
    [
      'an unknown weekday',
      withCalendar({ hours: { ...hours, senin: [] } }),
      'calendar.hours: Unrecognized key',
    ],
    ['negative seconds', { ...sum, seconds: -1 }, 'seconds: must not be negative'],
    ['seconds as text', { ...sum, seconds: '60' }, 'seconds: Invalid input'],
    ['too many seconds', { ...sum, seconds: 1e11 }, 'seconds: not reached before the year 2400'],
    ['far too many seconds', { ...sum, seconds: 1e300 }, 'seconds: too large'],
    ['an unknown kind', { ...sum, kind: 'subtract' }, 'kind: Invalid discriminator value'],
    ['no end', { ...sum, kind: 'elapsed' }, 'end: missing'],
    [
      'an end before the start',
      { ...sum, kind: 'elapsed', end: '2026-01-01T00:00:00Z' },
      'end: is before start',
    ],
    [
      'a pause that ends before it starts',
      { ...sum, pauses: [['2026-02-02T09:00:00Z', '2026-02-02T08:00:00Z']] },
      'pauses[0][1]: ends before it starts',
    ],
  ])('reports %s and answers the other lines', async (_, line, message) => {
    const run = await runOnLines(['calendar'], [line, sum]);
    expect(run.errors).toHaveLength(1);
    expect(run.errors[0]).toContain(`line 1: ${message}`);
    expect(run.results).toEqual([{ id: 'S', result: '2026-02-03T17:00:00Z' }]);
    expect(run.exitCode).toBe(2);
  });

  it('does not search without end when every open day is a holiday', async () => {
    const holidays = Array.from({ length: 366 }, (_, i) => new Date(Date.UTC(2024, 0, 1 + i)).toISOString());
    const yearlyHolidays = holidays.map((day) => day.slice(5, 10));
    const run = await runOnLines(['calendar'], [withCalendar({ yearlyHolidays }), sum]);
    expect(run.errors).toEqual(['line 1: seconds: not reached before the year 2400']);
    expect(run.results).toHaveLength(1);
  });
});

function* failing(): Generator<string> {
  yield '';
  throw new Error('unplugged');
}
