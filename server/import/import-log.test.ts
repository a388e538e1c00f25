import { describe, expect, it } from 'vitest';
import { journalEntrySchema } from '#shared/domain/journal.ts';
import { type Ticket, ticketSchema } from '#shared/domain/ticket.ts';
import { memoryPlace } from '../../test/support/memory-place.ts';
import { writeRows } from '../store/rows.ts';
import { verifyChains } from '../store/verify.ts';
import { importedAt, logInstant, logOf, setupImports } from './import-testing.ts';
import { SourceFileError } from './read-rows.ts';

const desk = setupImports(memoryPlace);

describe('a log with one row a change', () => {
  it('becomes a ticket with its whole timeline and a journal line a change', async () => {
    const { summary, problems } = await desk.run(
      logOf(
        {},
        { incident_state: 'New', sys_updated_at: '29-02-2016 02:00', impact: '1 - High' },
        { incident_state: 'Active', sys_updated_at: '29-02-2016 03:00', assigned_to: 'budi' },
        { incident_state: 'Active', sys_updated_at: '29-02-2016 03:30', assigned_to: 'budi' },
        { incident_state: 'Awaiting User Info', sys_updated_at: '29-02-2016 04:00', assigned_to: 'budi' },
        { incident_state: 'Awaiting Vendor', sys_updated_at: '29-02-2016 04:30', assigned_to: 'budi' },
        { incident_state: 'Resolved', sys_updated_at: '29-02-2016 05:00', assigned_to: 'Budi Hartono' },
        {
          incident_state: 'Closed',
          sys_updated_at: '29-02-2016 06:00',
          assigned_to: 'budi',
          closed_code: 'code 5',
        },
      ),
    );
    expect(problems).toEqual([]);
    expect(summary).toEqual({ rows: 8, badRows: 0, tickets: 1, written: 1, unchanged: 0, leftAlone: 0 });
    const ticket = (await desk.tickets()).get('INC1');
    expect(ticket).toMatchObject({
      number: `INS-${desk.opd().code}-1602-00-0001`,
      kind: 'incident',
      state: 'closed',
      reportedAt: logInstant(1, 16),
      registeredAt: logInstant(1, 23),
      title: 'Symptom 72 · Category 55',
      category: 'other',
      channel: 'telephone',
      client: { name: 'Caller 5', opd: 'Location 1' },
      urgency: 'high',
      impact: 'medium',
      priority: 1,
      assignee: 'u-budi',
      solution: 'Kode penutupan pada sistem asal: code 5',
      resolvedAt: logInstant(5, 0),
      closedAt: logInstant(6, 0),
      timeline: [
        { at: logInstant(3, 0), type: 'state', to: 'in_progress' },
        { at: logInstant(4, 0), type: 'state', to: 'waiting' },
        { at: logInstant(5, 0), type: 'state', to: 'resolved' },
        { at: logInstant(6, 0), type: 'state', to: 'closed' },
      ],
    });
    const lines = await desk.linesOf(ticket?.id ?? '');
    expect(lines.map(({ type, occurredAt }) => [type, occurredAt])).toEqual([
      ['imported', logInstant(1, 23)],
      ['imported', logInstant(2, 0)],
      ['moved', logInstant(3, 0)],
      ['moved', logInstant(4, 0)],
      ['moved', logInstant(5, 0)],
      ['moved', logInstant(6, 0)],
    ]);
    expect(lines[1]).toMatchObject({ changes: [{ field: 'impact', from: 'medium', to: 'high' }] });
    expect(lines[2]).toMatchObject({ byName: 'Updated by 1', text: 'Active', receivedAt: importedAt });
    expect((await verifyChains(desk.db())).faults).toEqual([]);
  });

  it('counts a first row that is not New, and keeps moves that the workflow would refuse', async () => {
    await desk.run(
      logOf(
        { number: 'A', incident_state: 'Resolved', sys_updated_at: '29-02-2016 02:00' },
        { number: 'A', incident_state: 'Active', sys_updated_at: '29-02-2016 03:00' },
        { number: 'A', incident_state: 'Closed', sys_updated_at: '29-02-2016 04:00' },
        { number: 'B', incident_state: 'Closed', sys_updated_at: '29-02-2016 02:00' },
        { number: 'C' },
      ),
    );
    const all = await desk.tickets();
    const states = (ref: string) => all.get(ref)?.timeline.map((event) => event.type === 'state' && event.to);
    expect(states('A')).toEqual(['resolved', 'in_progress', 'closed']);
    expect(all.get('A')?.reopenCount).toBe(1);
    expect(states('B')).toEqual(['closed']);
    expect(all.get('B')).toMatchObject({ resolvedAt: logInstant(2, 0), closedAt: logInstant(2, 0) });
    expect(all.get('C')).toMatchObject({ state: 'new', timeline: [], resolvedAt: null, closedAt: null });
  });

  it('finds rows of a ticket that stand apart, and never lets time run backwards', async () => {
    await desk.run(
      logOf(
        { number: 'A', incident_state: 'Active', sys_updated_at: '29-02-2016 05:00' },
        { number: 'B' },
        { number: 'A', incident_state: 'Resolved', sys_updated_at: '29-02-2016 04:00' },
      ),
    );
    expect((await desk.tickets()).get('A')?.timeline).toEqual([
      { at: logInstant(5, 0), type: 'state', to: 'in_progress' },
      { at: logInstant(5, 0), type: 'state', to: 'resolved' },
    ]);
  });

  it('names line, column and reason of every bad row and takes the rest', async () => {
    const text = `${logOf(
      { number: 'A' },
      { number: '?' },
      { number: 'A', incident_state: '-100', sys_updated_at: '29-02-2016 02:00' },
      { number: 'A', incident_state: 'Active', sys_updated_at: '31-02-2016 02:00' },
      { number: 'A', incident_state: 'Active', sys_updated_at: '?' },
      { number: 'A', impact: '7 - Odd', urgency: 'x' },
      { number: 'A', u_symptom: 'a\u0000b' },
      { number: 'A', incident_state: 'Resolved', sys_updated_at: '29-02-2016 03:00' },
    )}\r\nINC9,New\r\n`;
    const { summary, problems } = await desk.run(text);
    expect(problems).toEqual([
      { line: 3, column: 'number', reason: 'the number is missing' },
      { line: 4, column: 'incident_state', reason: 'unknown value "-100"' },
      {
        line: 5,
        column: 'sys_updated_at',
        reason: '"31-02-2016 02:00" is no date of the form dd-MM-yyyy HH:mm',
      },
      { line: 6, column: 'sys_updated_at', reason: 'the date is missing' },
      { line: 7, column: 'urgency', reason: 'unknown value "x"' },
      { line: 7, column: 'impact', reason: 'unknown value "7 - Odd"' },
      { line: 8, column: 'u_symptom', reason: 'the text has characters that cannot be stored' },
      { line: 10, column: '', reason: '2 columns instead of 19' },
    ]);
    expect(summary).toMatchObject({ badRows: 7, tickets: 1, written: 1 });
    expect((await desk.tickets()).get('A')?.timeline).toEqual([
      { at: logInstant(3, 0), type: 'state', to: 'resolved' },
    ]);
  });

  it('tells the line on which a row of several lines begins, and goes on behind a quote out of place', async () => {
    const row = (change: Record<string, string>) => logOf(change).split('\r\n')[1] as string;
    const text = [
      logOf({ u_symptom: '"two\nlines ""quoted"""', number: 'A' }),
      row({ number: 'B', incident_state: '-100', location: '"one\ntwo"' }),
      row({ number: 'C', location: 'the "old" hall' }),
    ].join('\r\n');
    const { problems } = await desk.run(text);
    expect(problems).toEqual([{ line: 4, column: 'incident_state', reason: 'unknown value "-100"' }]);
    const all = await desk.tickets();
    expect([...all.keys()].sort()).toEqual(['A', 'C']);
    expect(all.get('A')?.description.startsWith('Gejala: two\nlines "quoted"\n')).toBe(true);
    expect(all.get('C')?.client.opd).toBe('the "old" hall');
  });

  it('reports a quote that is never closed', async () => {
    const { problems, summary } = await desk.run(`${logOf({ number: 'A' })}\r\n"never closed,New`);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.reason).toContain('CSV_QUOTE_NOT_CLOSED');
    expect(summary.tickets).toBe(1);
  });

  it.each([
    ['', 'the file is empty'],
    ['number,incident_state', 'missing columns: opened_at'],
    [logOf().replace('opened_by', 'number'), 'missing columns: opened_by'],
    [`${logOf()},number`, 'column number stands there twice'],
  ])('refuses a file that is no such table', async (text, message) => {
    await expect(desk.run(text)).rejects.toThrow(message);
    await expect(desk.run(text)).rejects.toThrow(SourceFileError);
  });
});

describe('the same file again', () => {
  const log = logOf(
    { number: 'A' },
    { number: 'A', incident_state: 'Active', sys_updated_at: '29-02-2016 03:00' },
  );

  it('changes nothing: no row, no version, no journal line', async () => {
    await desk.run(log);
    const before = [await desk.stored('ticket'), await desk.stored('journal')];
    const { summary } = await desk.run(log);
    expect(summary).toMatchObject({ written: 0, unchanged: 1 });
    expect([await desk.stored('ticket'), await desk.stored('journal')]).toEqual(before);
  });

  it('with later rows goes on where it ended, under the same id and number', async () => {
    await desk.run(log);
    const before = (await desk.tickets()).get('A');
    const more = `${log}\r\n${logOf({ number: 'A', incident_state: 'Closed', sys_updated_at: '29-02-2016 09:00' }).split('\r\n')[1]}`;
    const { summary } = await desk.run(more);
    expect(summary).toMatchObject({ written: 1, unchanged: 0 });
    const after = (await desk.tickets()).get('A');
    expect(after).toMatchObject({ id: before?.id, number: before?.number, state: 'closed' });
    expect(await desk.linesOf(after?.id ?? '')).toHaveLength(3);
  });

  it('leaves a ticket alone that somebody has worked on here', async () => {
    await desk.run(log);
    const ticket = (await desk.tickets()).get('A') as Ticket;
    const [line] = await desk.linesOf(ticket.id);
    const worked = { ...ticket, title: 'Diperbaiki' };
    const note = journalEntrySchema.parse({ ...line, id: `${ticket.id}/j.B7.4.0`, mutationId: 4 });
    await desk
      .db()
      .transaction()
      .execute((tx) =>
        writeRows(tx, [
          { kind: 'ticket', id: worked.id, doc: worked },
          { kind: 'journal', id: note.id, doc: note },
        ]),
      );
    const { summary } = await desk.run(log);
    expect(summary).toMatchObject({ written: 0, unchanged: 0, leftAlone: 1 });
    expect((await desk.tickets()).get('A')?.title).toBe('Diperbaiki');
  });

  it('gives ids that sort by the time of report', async () => {
    const days = ['03-03-2016', '01-03-2016', '02-03-2016'];
    await desk.run(logOf(...days.map((day) => ({ number: day, opened_at: `${day} 08:00` }))));
    const refs = (await desk.stored('ticket')).map(({ doc }) => ticketSchema.parse(doc).externalRef);
    expect(refs).toEqual(['01-03-2016', '02-03-2016', '03-03-2016']);
    for (const { id } of await desk.stored('ticket'))
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
