import { z } from 'zod';
import { category, channel, team, ticketKind, ticketState } from '#shared/domain/codes.ts';
import type { JournalChange, JournalEntry } from '#shared/domain/journal.ts';
import { readNoticeText } from '#shared/domain/notice-text.ts';
import { editableFieldNames, excuseSchema, serviceFactNames, type Ticket } from '#shared/domain/ticket.ts';
import type { PolicyPack } from '#shared/sla/pack.ts';
import { type AskedFacts, type AskedName, factChoices, isChoice } from './facts/asked-facts.ts';
import type { Labels } from './labels.ts';

/** Fields the catalogue has a word for, as the journal names them. */
export const journalFields = [
  ...editableFieldNames,
  'solution',
  'kind',
  'category',
  'serviceItem',
  'urgency',
  'impact',
  ...serviceFactNames,
  'priority',
  'state',
  'assignee',
  'team',
  'supportLevel',
  'policyVersion',
  'via',
  'note',
  'attachments',
] as const;
const journalField = z.enum(journalFields);
export type JournalField = (typeof journalFields)[number];

const excusePrefix = 'excuse.';

/** The metric whose excuse a journalled field is; null for any other field. */
export function excusedMetric(field: string): string | null {
  return field.startsWith(excusePrefix) ? field.slice(excusePrefix.length) : null;
}

/** The title of the milestone a `step_done` line speaks of; null where it is a step of SOP-Dinkominfo-001. */
export function milestoneTitle(
  { type, text }: Pick<JournalEntry, 'type' | 'text'>,
  pack: PolicyPack | undefined,
): string | null {
  if (type !== 'step_done') return null;
  return pack?.steps.find(({ step }) => step === text)?.title ?? null;
}

/** One step of the ladder as a `notified` line tells it; `metric` null: the warning before the limit of papers. */
export interface ToldLine {
  readonly metric: string | null;
  readonly percent: number;
  readonly reachedAt: number;
  readonly people: string;
}

/** What a `notified` line says in words; empty for any other line. */
export function toldLines(
  { type, text }: Pick<JournalEntry, 'type' | 'text'>,
  labels: Labels,
  policy: Ticket['policy'],
): readonly ToldLine[] {
  if (type !== 'notified') return [];
  return readNoticeText(text).map(({ metric, percent, reachedAt, told }) => ({
    metric: metric === 'completeness' ? null : labels.metric(metric, policy),
    percent,
    reachedAt,
    people: told.map((name) => labels.recipient(name, policy)).join(', '),
  }));
}

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
  const word = valueWord(field, value, labels, policy);
  if (word !== null) return word;
  const text = String(value).replaceAll(/\s+/g, ' ');
  return text.length > longest ? `${text.slice(0, longest)} …` : text;
}

/** The word for a value of a closed list; null for what people typed, and for values this version does not know. */
export function valueWord(
  field: string,
  value: string | number | boolean,
  labels: Labels,
  policy: Ticket['policy'] | undefined,
): string | null {
  const as = <T>(schema: z.ZodType<T>, say: (value: T) => string): string | null => {
    const parsed = schema.safeParse(value);
    return parsed.success ? say(parsed.data) : null;
  };
  if (isFact(field)) return factText(field, value, labels, policy);
  if (excusedMetric(field) !== null) return as(excuseSchema.shape.decision, labels.decision);
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
    case 'via':
      return as(z.enum(['device', 'mail']), labels.via);
    case 'priority':
      return as(z.int(), (priority) => labels.priority(priority, policy));
    case 'assignee':
      return as(z.string(), labels.person);
    default:
      return null;
  }
}

function isFact(field: string): field is AskedName {
  return field === 'urgency' || field === 'impact' || (serviceFactNames as readonly string[]).includes(field);
}

function factText(
  name: AskedName,
  value: string | number | boolean,
  labels: Labels,
  policy: Ticket['policy'] | undefined,
): string | null {
  const known: readonly AskedFacts[AskedName][] = isChoice(name) ? factChoices[name] : [true, false];
  const found = known.find((choice) => choice === value);
  return found === undefined ? null : labels.fact(name, found, policy);
}
