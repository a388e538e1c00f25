import type { z } from 'zod';
import { category, ticketKind, ticketState } from '#shared/domain/codes.ts';
import type { SavedFilter, SortColumn, TicketQuery } from '../../data/contract.ts';

export const savedFilters = [
  'all',
  'open',
  'mine',
  'unassigned',
  'approaching',
  'late',
] as const satisfies readonly SavedFilter[];

const sortColumns = [
  'number',
  'title',
  'client',
  'opd',
  'category',
  'priority',
  'state',
  'assignee',
  'reportedAt',
  'due',
] as const satisfies readonly SortColumn[];

/** Newest report first: what the operator has just written is on top. */
const usualSort = { column: 'reportedAt', descending: true } as const;

export const usualQuery: TicketQuery = {
  saved: 'open',
  text: '',
  states: [],
  categories: [],
  priorities: [],
  opds: [],
  kinds: [],
  assignee: null,
  sort: usualSort,
};

function many(params: URLSearchParams, name: string): readonly string[] {
  const text = params.get(name);
  return text === null || text === '' ? [] : text.split(',');
}

function manyOf<T extends string>(params: URLSearchParams, name: string, schema: z.ZodType<T>): readonly T[] {
  return many(params, name).flatMap((value) => {
    const parsed = schema.safeParse(value);
    return parsed.success ? [parsed.data] : [];
  });
}

function sortOf(text: string | null): TicketQuery['sort'] {
  if (text === null) return usualSort;
  const descending = text.startsWith('-');
  const column = sortColumns.find((name) => name === (descending ? text.slice(1) : text));
  return column === undefined ? usualSort : { column, descending };
}

/** The query an address keeps (`saringan=late&status=new,waiting&urut=-due`); what it does not know is left out. */
export function readQuery(search: string): TicketQuery {
  const params = new URLSearchParams(search);
  return {
    saved: savedFilters.find((name) => name === params.get('saringan')) ?? usualQuery.saved,
    text: params.get('q') ?? '',
    states: manyOf(params, 'status', ticketState),
    categories: manyOf(params, 'kategori', category),
    priorities: many(params, 'prioritas')
      .map(Number)
      .filter((value) => Number.isInteger(value) && value > 0),
    opds: many(params, 'opd'),
    kinds: manyOf(params, 'jenis', ticketKind),
    assignee: params.get('petugas'),
    sort: sortOf(params.get('urut')),
  };
}

/** The address of a query: only what differs from the usual one is written. */
export function writeQuery(query: TicketQuery): string {
  const params = new URLSearchParams();
  const put = (name: string, values: readonly (string | number)[]) => {
    if (values.length > 0) params.set(name, values.join(','));
  };
  if (query.saved !== usualQuery.saved) params.set('saringan', query.saved);
  if (query.text !== '') params.set('q', query.text);
  put('status', query.states);
  put('kategori', query.categories);
  put('prioritas', query.priorities);
  put('opd', query.opds);
  put('jenis', query.kinds);
  if (query.assignee !== null) params.set('petugas', query.assignee);
  const { column, descending } = query.sort;
  if (column !== usualSort.column || descending !== usualSort.descending)
    params.set('urut', `${descending ? '-' : ''}${column}`);
  return params.toString().replaceAll('%2C', ',');
}

/** True where more than the saved filter narrows the list. */
export function isNarrowed(query: TicketQuery): boolean {
  const { text, states, categories, priorities, opds, kinds, assignee } = query;
  return (
    text !== '' ||
    assignee !== null ||
    [states, categories, priorities, opds, kinds].some((list) => list.length > 0)
  );
}

/** True where tickets that were over long ago may be in the list. */
export function mayHoldOlder({ saved, states }: TicketQuery): boolean {
  return (
    saved === 'all' &&
    (states.length === 0 || states.some((state) => state === 'closed' || state === 'cancelled'))
  );
}

/** The query with every narrowing taken away; saved filter and order stay. */
export function widened(query: TicketQuery): TicketQuery {
  return { ...usualQuery, saved: query.saved, sort: query.sort };
}

/** A click on a header: the same column turns round, another one starts in its natural direction. */
export function sortedBy(query: TicketQuery, column: SortColumn): TicketQuery {
  const isSame = query.sort.column === column;
  const descending = isSame ? !query.sort.descending : column === 'reportedAt';
  return { ...query, sort: { column, descending } };
}
