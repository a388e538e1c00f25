import { z } from 'zod';
import { category, channel, level, team, ticketKind, ticketState } from '#shared/domain/codes.ts';
import type { JournalChange } from '#shared/domain/journal.ts';
import { editableFieldNames, type Ticket } from '#shared/domain/ticket.ts';
import type { Labels } from '../../ui/labels.ts';

/** Fields the catalogue has a word for, as the journal names them. */
export const journalFields = [
  ...editableFieldNames,
  'solution',
  'kind',
  'category',
  'serviceItem',
  'urgency',
  'impact',
  'priority',
  'state',
  'assignee',
  'team',
  'supportLevel',
] as const;
const journalField = z.enum(journalFields);
export type JournalField = (typeof journalFields)[number];

/** The field as the catalogue names it; null for one this version has no word for. */
export function knownField(field: string): JournalField | null {
  const parsed = journalField.safeParse(field);
  return parsed.success ? parsed.data : null;
}

/** Longer texts are cut in the journal; the whole text stands in the field itself. */
const longest = 160;

/** A journalled value in words; empty for "nothing". Values this version does not know are shown as they are. */
export function valueText(
  field: string,
  value: JournalChange['to'],
  labels: Labels,
  policy: Ticket['policy'],
): string {
  if (value === null || value === '') return field === 'assignee' ? labels.person(null) : '';
  const word = wordOf(field, value, labels, policy);
  if (word !== null) return word;
  const text = String(value).replaceAll(/\s+/g, ' ');
  return text.length > longest ? `${text.slice(0, longest)} …` : text;
}

function wordOf(
  field: string,
  value: string | number | boolean,
  labels: Labels,
  policy: Ticket['policy'],
): string | null {
  const as = <T>(schema: z.ZodType<T>, say: (value: T) => string): string | null => {
    const parsed = schema.safeParse(value);
    return parsed.success ? say(parsed.data) : null;
  };
  switch (field) {
    case 'state':
      return as(ticketState, (state) => labels.state(state, policy));
    case 'kind':
      return as(ticketKind, labels.kind);
    case 'category':
      return as(category, labels.category);
    case 'channel':
      return as(channel, labels.channel);
    case 'team':
      return as(team, labels.team);
    case 'urgency':
    case 'impact':
      return as(level, (step) => labels.level(step, policy));
    case 'priority':
      return as(z.int(), (priority) => labels.priority(priority, policy));
    case 'assignee':
      return as(z.string(), labels.person);
    default:
      return null;
  }
}
