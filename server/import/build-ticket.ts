import { createHash } from 'node:crypto';
import type { JournalChange, JournalEntry } from '#shared/domain/journal.ts';
import type { User } from '#shared/domain/reference.ts';
import type { Ticket, TimelineEvent } from '#shared/domain/ticket.ts';
import { type CompiledPolicy, priorityOf } from '#shared/sla/policy.ts';
import type { RowFacts } from './read-facts.ts';

/** Author of imported rows; the people of the other system are named in `byName`. */
export const importer = 'import';

export interface BuildContext {
  readonly opd: string;
  readonly policy: CompiledPolicy;
  /** Title of the mapping, for the first journal line. */
  readonly source: string;
  readonly deviceCode: string;
  /** When the file is imported, UTC ms. */
  readonly receivedAt: number;
  /** The user whose name or login name this is, when there is one who works for the office. */
  findUser(name: string): User | undefined;
}

export interface BuiltTicket {
  readonly ticket: Ticket;
  readonly journal: readonly JournalEntry[];
}

/**
 * The id of an imported ticket: always the same for an office and a number of the other system, and shaped like the
 * time-ordered ids of devices (UUIDv7 of the time of report), so that newest-first order holds.
 */
export function importedId(opd: string, number: string, reportedAt: number): string {
  const time = Math.max(0, reportedAt).toString(16).padStart(12, '0').slice(-12);
  const hash = createHash('sha256').update(`${opd}\n${number}`).digest('hex');
  const variant = '89ab'.charAt(Number.parseInt(hash.charAt(3), 16) % 4);
  const parts = [time.slice(0, 8), time.slice(8), `7${hash.slice(0, 3)}`];
  return [...parts, `${variant}${hash.slice(4, 7)}`, hash.slice(8, 20)].join('-');
}

interface History {
  readonly timeline: TimelineEvent[];
  readonly state: Ticket['state'];
  readonly reopenCount: number;
}

/**
 * The rows' states as a timeline, as they happened, also where this desk's workflow would refuse the move. Equal states
 * in a row are no change. A change never counts from before the one it follows (order comes from the file).
 */
function readHistory(rows: readonly RowFacts[], onChange: (change: Change) => void): History {
  const timeline: TimelineEvent[] = [];
  let state: Ticket['state'] = 'new';
  let reopenCount = 0;
  rows.forEach((row, place) => {
    for (const moment of row.moments) {
      if (moment.to === state) continue;
      const at = Math.max(moment.at, timeline.at(-1)?.at ?? moment.at);
      if ((state === 'resolved' || state === 'closed') && moment.to === 'in_progress') reopenCount += 1;
      timeline.push({ at, type: 'state', to: moment.to });
      onChange({ place, at, from: state, to: moment.to, sourceName: moment.sourceName });
      state = moment.to;
    }
  });
  return { timeline, state, reopenCount };
}

interface Change {
  readonly place: number;
  readonly at: number;
  readonly from: Ticket['state'];
  readonly to: Ticket['state'];
  readonly sourceName: string;
}

const compared = ['category', 'urgency', 'impact'] as const;

/** Fields in which a row differs from the one before it. */
function fieldChanges(before: RowFacts | undefined, row: RowFacts): JournalChange[] {
  if (before === undefined) return [];
  const watched = Object.keys(row.watched).map((field) => ({
    field,
    from: before.watched[field] ?? null,
    to: row.watched[field] ?? null,
  }));
  const own = compared.map((field) => ({ field, from: before[field], to: row[field] }));
  return [...own, ...watched].filter(({ from, to }) => from !== to);
}

function writeJournal(
  id: string,
  rows: readonly RowFacts[],
  changes: readonly Change[],
  context: BuildContext,
): JournalEntry[] {
  const first = rows[0] as RowFacts;
  const lines: JournalEntry[] = [];
  const add = (
    line: Pick<JournalEntry, 'type' | 'occurredAt' | 'text' | 'changes'>,
    who: string | null,
  ): void => {
    lines.push({
      id: `${id}/i.${lines.length}`,
      ticketId: id,
      opd: context.opd,
      by: importer,
      byName: who ?? context.source,
      device: context.deviceCode,
      mutationId: 0,
      receivedAt: context.receivedAt,
      formId: null,
      forUser: null,
      ...line,
    });
  };
  const text = `${context.source}: ${first.number}`;
  add(
    { type: 'imported', occurredAt: first.registeredAt ?? first.reportedAt, text, changes: [] },
    first.registeredBy,
  );
  rows.forEach((row, place) => {
    const fields = fieldChanges(rows[place - 1], row);
    const moves = changes.filter((change) => change.place === place);
    moves.forEach(({ at, from, to, sourceName }, which) => {
      const moved = { field: 'state', from, to };
      const all = which === 0 ? [moved, ...fields] : [moved];
      add({ type: 'moved', occurredAt: at, text: sourceName, changes: all }, row.who);
    });
    const at = row.moments[0]?.at;
    if (moves.length === 0 && fields.length > 0 && at !== undefined)
      add({ type: 'imported', occurredAt: at, text: '', changes: fields }, row.who);
  });
  return lines;
}

/** The latest word of the rows on something, where an early row may say more than a late one. */
function latest(rows: readonly RowFacts[], read: (row: RowFacts) => string): string {
  return rows.map(read).findLast((text) => text !== '') ?? '';
}

/** One ticket with its journal from all good rows of it, in file order. `number` is the ticket's own number. */
export function buildTicket(rows: readonly RowFacts[], number: string, context: BuildContext): BuiltTicket {
  const first = rows[0] as RowFacts;
  const last = rows.at(-1) as RowFacts;
  const id = importedId(context.opd, first.number, first.reportedAt);
  const changes: Change[] = [];
  const { timeline, state, reopenCount } = readHistory(rows, (change) => void changes.push(change));
  const lastAt = (to: Ticket['state']) =>
    timeline.findLast((event) => event.type === 'state' && event.to === to)?.at;
  const isSolved = state === 'resolved' || state === 'closed';
  const { urgency, impact } = last;
  const assignee = last.assignee === null ? undefined : context.findUser(last.assignee);
  const ticket: Ticket = {
    id,
    number,
    kind: last.kind,
    opd: context.opd,
    title: latest(rows, (row) => row.texts.title),
    description: latest(rows, (row) => row.texts.description),
    category: last.category,
    firstCategory: first.category,
    serviceItem: latest(rows, (row) => row.texts.serviceItem),
    channel: first.channel,
    client: last.client,
    guestEmail: '',
    state,
    urgency,
    impact,
    priority: priorityOf(context.policy, { urgency, impact }),
    alwaysAvailable: false,
    policy: { name: context.policy.pack.name, version: context.policy.pack.version },
    assignee: assignee?.id ?? null,
    team: null,
    supportLevel: assignee?.role === 'technician' ? 2 : 1,
    openEscalation: null,
    reportedAt: first.reportedAt,
    registeredAt: first.registeredAt ?? first.reportedAt,
    registeredBy: importer,
    timeline,
    cause: isSolved ? latest(rows, (row) => row.texts.cause) : '',
    solution: isSolved ? latest(rows, (row) => row.texts.solution) : '',
    solvedLevel: null,
    configurationItem: latest(rows, (row) => row.texts.configurationItem),
    technicalManager: '',
    handling: '',
    confirmedAt: null,
    resolvedAt: isSolved ? (lastAt('resolved') ?? lastAt('closed') ?? null) : null,
    closedAt: state === 'closed' || state === 'cancelled' ? (lastAt(state) ?? null) : null,
    reopenCount,
    escalationCount: 0,
    returnCount: 0,
    reason: '',
    sop: {},
    edits: {},
    externalRef: first.number,
    updatedAt: timeline.at(-1)?.at ?? first.registeredAt ?? first.reportedAt,
  };
  return { ticket, journal: writeJournal(id, rows, changes, context) };
}
