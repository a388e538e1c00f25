import {
  type Category,
  type Channel,
  isStorableText,
  type Level,
  type TicketKind,
  type TicketState,
} from '#shared/domain/codes.ts';
import { compileDateFormat } from './date-format.ts';
import { type ComposedText, columnsOf, fillPart, type ImportMapping, type Translation } from './mapping.ts';
import type { RowProblem, SourceRow } from './read-rows.ts';

/** A change of a ticket as one row tells it. Instants are UTC ms. */
export interface RowMoment {
  readonly at: number;
  readonly to: TicketState;
  /** The state's name in the other system. */
  readonly sourceName: string;
}

/** What one good row says of its ticket. */
export interface RowFacts {
  readonly line: number;
  readonly number: string;
  readonly reportedAt: number;
  readonly registeredAt: number | null;
  readonly registeredBy: string | null;
  readonly who: string | null;
  readonly moments: readonly RowMoment[];
  readonly watched: Readonly<Record<string, string | null>>;
  readonly kind: TicketKind;
  readonly category: Category;
  readonly channel: Channel;
  readonly urgency: Level | null;
  readonly impact: Level | null;
  readonly client: Readonly<Record<'name' | 'opd' | 'position' | 'phone' | 'email', string>>;
  readonly assignee: string | null;
  readonly texts: Readonly<Record<keyof ImportMapping['texts'], string>>;
}

/** Turns rows into facts by a mapping; the list of problems is empty when the row is good. */
export type FactReader = (row: SourceRow) => { facts: RowFacts | null; problems: RowProblem[] };

/** Prepares a reader of rows. Dates are local to `timeZone`. */
export function createFactReader(mapping: ImportMapping, timeZone: string): FactReader {
  const readDate = compileDateFormat(mapping.dateFormat);
  if (readDate === null) throw new Error('the mapping was not checked');
  const unknown = new Set(mapping.unknownValues);
  const used = columnsOf(mapping);
  return (row) => {
    const problems: RowProblem[] = [];
    const refuse = (column: string, reason: string) => void problems.push({ line: row.line, column, reason });
    const cell = (column: string): string | null => {
      const text = row.cells.get(column) ?? '';
      return unknown.has(text) ? null : text;
    };
    const optional = (column: string | null | undefined) => (column ? cell(column) : null);
    const date = (column: string | null): number | null => {
      const text = optional(column);
      if (column === null || text === null) return null;
      const at = readDate(text, timeZone);
      if (at === null) refuse(column, `"${text}" is no date of the form ${mapping.dateFormat}`);
      return at;
    };
    const neededDate = (column: string): number => {
      if (cell(column) === null) refuse(column, 'the date is missing');
      return date(column) ?? 0;
    };
    const translate = <T>(
      rule: Translation | Extract<ImportMapping['history'], { by: 'rows' }>['state'],
    ): T => {
      if ('constant' in rule) return rule.constant as T;
      const text = cell(rule.column);
      const values = rule.values as Record<string, T>;
      if (text !== null && Object.hasOwn(values, text)) return values[text] as T;
      const stand = text === null && rule.unknown !== undefined ? rule.unknown : rule.otherwise;
      if (stand === undefined)
        refuse(rule.column, text === null ? 'the value is missing' : `unknown value "${text}"`);
      return stand as T;
    };
    const compose = (text: ComposedText | undefined): string => {
      if (text === undefined) return '';
      const parts = text.parts.map((part) => fillPart(part, cell)).filter((part) => part !== null);
      return parts.length > 0 ? parts.join(text.join) : (fillPart(text.whenEmpty, cell) ?? '');
    };

    for (const column of used) {
      if (!isStorableText(row.cells.get(column) ?? ''))
        refuse(column, 'the text has characters that cannot be stored');
    }
    const number = cell(mapping.number);
    if (number === null) refuse(mapping.number, 'the number is missing');
    else if (number.length > 120) refuse(mapping.number, 'the number is longer than 120 characters');
    const { history, client, texts } = mapping;
    const moments: RowMoment[] = [];
    if (history.by === 'rows') {
      const to = translate<TicketState>(history.state);
      moments.push({ at: neededDate(history.at), to, sourceName: cell(history.state.column) ?? '' });
    } else {
      for (const moment of history.moments) {
        const at = date(moment.column);
        if (at !== null) moments.push({ at, to: moment.to, sourceName: moment.column });
      }
    }
    const facts: RowFacts = {
      line: row.line,
      number: number ?? '',
      reportedAt: neededDate(mapping.reportedAt),
      registeredAt: date(mapping.registeredAt),
      registeredBy: optional(mapping.registeredBy),
      who: optional(history.who),
      moments,
      watched:
        history.by === 'rows'
          ? Object.fromEntries(history.watched.map(({ column, field }) => [field, cell(column)]))
          : {},
      kind: translate(mapping.kind),
      category: translate(mapping.category),
      channel: translate(mapping.channel),
      urgency: translate(mapping.urgency),
      impact: translate(mapping.impact),
      client: {
        name: cell(client.name) ?? client.whenUnknown,
        opd: optional(client.opd) ?? '',
        position: optional(client.position) ?? '',
        phone: optional(client.phone) ?? '',
        email: optional(client.email) ?? '',
      },
      assignee: optional(mapping.assignee),
      texts: {
        title: compose(texts.title),
        description: compose(texts.description),
        serviceItem: compose(texts.serviceItem),
        solution: compose(texts.solution),
        cause: compose(texts.cause),
        configurationItem: compose(texts.configurationItem),
      },
    };
    return { facts: problems.length === 0 ? facts : null, problems };
  };
}
