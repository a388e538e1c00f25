import { DAY_MS, dayOfDate } from '#shared/sla/civil.ts';
import type { Explanation, ExplanationPiece } from '#shared/sla/explain.ts';
import type { FactName } from '#shared/sla/pack.ts';
import type why from '../../i18n/id/why.ts';
import type { DateFormat } from '../date-format.ts';
import type { AskedName } from '../facts/asked-facts.ts';
import type { Labels } from '../labels.ts';
import { dayNoteOf, periodsWithin } from './day-note.ts';
import type { JudgedBy } from './judged-by.ts';

type SentenceKey = { [K in keyof typeof why]: (typeof why)[K] extends string ? K : never }[keyof typeof why];

/** Gives a sentence of the catalogue with its places filled in: of the screen's language, or of the paper's. */
export type Say = (key: SentenceKey, values?: Readonly<Record<string, string | number>>) => string;

/** What the sentences need of the screen or of the paper. */
export interface ExplanationWords {
  readonly say: Say;
  readonly labels: Labels;
  readonly date: DateFormat;
  /** Days of the calendar, which have no zone: dates told as they stand. */
  readonly civil: Pick<DateFormat, 'day'>;
  reason(reason: ExplanationPiece['reason']): string;
  /** `paling lama 8 j`. */
  readonly limit: string;
  readonly calendar: string;
  readonly opd: string;
}

/** The rule behind a deadline in sentences: what it hangs on, since when it counts, by which pack and which days off. */
export function explanationLines(
  explanation: Explanation,
  judged: JudgedBy,
  words: ExplanationWords,
): readonly string[] {
  const { say, date } = words;
  const { pack } = judged.policy;
  const { startedBy, dueAt, status } = explanation;
  const start = date.long(explanation.startAt);
  const stepTitle = (step: string) => pack.steps.find((known) => known.step === step)?.title ?? step;
  return [
    ...ruleLines(judged, words),
    startedBy === 'reported'
      ? say('start', { time: start })
      : say('startStep', { time: start, step: stepTitle(startedBy.step) }),
    say(explanation.pausedByWaiting ? 'pauses' : 'noPauses'),
    dueAt === null
      ? say(status.state === 'void' ? 'dueVoid' : 'dueNone')
      : say('due', { time: date.long(dueAt) }),
    say('pack', { title: pack.title, version: pack.version }),
    ...calendarLines(explanation, judged, words),
    ...(judged.earlierUntil === null ? [] : [say('earlier', { time: date.long(judged.earlierUntil) })]),
    ...(judged.supersededAt === null || explanation.calendar.always
      ? []
      : [say('superseded', { time: date.long(judged.supersededAt) })]),
  ];
}

function ruleLines(judged: JudgedBy, { say, labels, limit, calendar }: ExplanationWords): readonly string[] {
  const policy = judged.policy.pack;
  const fact = (name: FactName): string[] => {
    if (name === 'priority') {
      const label = labels.priority(judged.priority, policy);
      // Some packs call it "Prioritas 2" already.
      const word = say('basisPriority', { priority: '' });
      return [label.startsWith(word.trim()) ? label : word + label];
    }
    if (name === 'kind') return [];
    const known: AskedName = name;
    const value = judged.facts[known];
    // Yes is told by the name alone; no decides nothing worth telling.
    if (typeof value === 'boolean') return value ? [labels.factName(known)] : [];
    return [`${labels.factName(known)} ${labels.fact(known, value, policy)}`];
  };
  const told = (names: readonly FactName[]) => names.flatMap(fact).join(', ');
  const basis = told(judged.durationBy);
  const rule =
    basis === '' ? say('ruleForAll', { limit, calendar }) : say('rule', { basis, limit, calendar });
  const hangsOnPriority = judged.durationBy.includes('priority') || judged.calendarBy.includes('priority');
  return [
    rule,
    ...(hangsOnPriority ? [say('priorityFrom', { facts: told(judged.priorityBy) })] : []),
    ...(judged.calendarBy.length > 0 ? [say('calendarFrom', { facts: told(judged.calendarBy) })] : []),
  ];
}

function calendarLines(
  { calendar, timeZone, startAt, pieces }: Explanation,
  judged: JudgedBy,
  { say, civil, opd }: ExplanationWords,
): readonly string[] {
  if (calendar.always) return [];
  const revisions = [
    ...(judged.national === null ? [] : [say('nationalRevision', { revision: judged.national })]),
    ...(judged.office === null ? [] : [say('officeRevision', { opd, revision: judged.office })]),
  ];
  const day = (text: string) => civil.day((dayOfDate(text) ?? 0) * DAY_MS);
  const hours = judged.policy.pack.calendars[calendar.name];
  return [
    revisions.length === 0 ? say('noDaysOff') : say('daysOff', { revisions: revisions.join('; ') }),
    ...periodsWithin(hours, startAt, pieces.at(-1)?.to ?? startAt, timeZone).map((period) =>
      say('period', {
        name: period.name,
        from: day(period.from),
        to: day(period.to),
        decree: period.decree === '' ? '' : say('decree', { decree: period.decree }),
      }),
    ),
  ];
}

/** Why a piece counted or not: `hari libur: Natal (SKB 3 Menteri), belum dipastikan`. */
export function pieceText(
  piece: ExplanationPiece,
  { calendar, timeZone }: Explanation,
  judged: JudgedBy,
  { say, reason }: Pick<ExplanationWords, 'say' | 'reason'>,
): string {
  const note = dayNoteOf(judged.policy.pack.calendars[calendar.name], piece, timeZone);
  return [
    reason(piece.reason),
    piece.label ? `: ${piece.label}` : '',
    note === null || note.decree === '' ? '' : say('decree', { decree: note.decree }),
    note === null || note.isCertain ? '' : `, ${say('uncertain')}`,
    piece.projected ? ` (${say('projected')})` : '',
  ].join('');
}
