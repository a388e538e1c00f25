import { describe, expect, it } from 'vitest';
import type { TicketQuery } from '../../data/contract.ts';
import { isNarrowed, readQuery, sortedBy, usualQuery, widened, writeQuery } from './list-query.ts';

const full: TicketQuery = {
  saved: 'late',
  text: 'internet & jaringan',
  states: ['new', 'waiting'],
  categories: ['incident_network'],
  priorities: [1, 2],
  opds: ['DINKES', 'DISDIK'],
  kinds: ['incident'],
  assignee: 'u-1',
  sort: { column: 'due', descending: true },
};

describe('the query in the address', () => {
  it('comes back as it was written', () => {
    expect(readQuery(writeQuery(full))).toEqual(full);
    expect(readQuery(writeQuery({ ...full, sort: { column: 'title', descending: false } })).sort).toEqual({
      column: 'title',
      descending: false,
    });
  });
  it('is empty for the usual query', () => {
    expect(writeQuery(usualQuery)).toBe('');
    expect(readQuery('')).toEqual(usualQuery);
  });
  it('leaves out what it does not know', () => {
    const read = readQuery('saringan=x&status=new,eaten&kategori=y&prioritas=0,two,3&urut=-colour&jenis=');
    expect(read).toEqual({ ...usualQuery, states: ['new'], priorities: [3] });
  });
});

describe('narrowing and order', () => {
  it('knows when more than the saved filter narrows', () => {
    expect(isNarrowed({ ...usualQuery, saved: 'late' })).toBe(false);
    for (const part of ['text', 'states', 'categories', 'priorities', 'opds', 'kinds', 'assignee'] as const)
      expect(isNarrowed({ ...usualQuery, [part]: full[part] })).toBe(true);
  });
  it('is taken away whole, saved filter and order kept', () => {
    expect(widened(full)).toEqual({ ...usualQuery, saved: 'late', sort: full.sort });
  });
  it('turns round at the second click on a header', () => {
    const once = sortedBy(usualQuery, 'due');
    expect(once.sort).toEqual({ column: 'due', descending: false });
    expect(sortedBy(once, 'due').sort).toEqual({ column: 'due', descending: true });
  });
});
