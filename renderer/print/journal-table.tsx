import type { JournalChange, JournalEntry, JournalType } from '#shared/domain/journal.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import { useReference } from '../data/react.ts';
import print from '../i18n/id/print.ts';
import ticketWords from '../i18n/id/ticket.ts';
import { type ClockNotes, clockNotesOf, formatClockError } from '../ui/clock-words.ts';
import {
  excusedMetric,
  knownField,
  milestoneTitle,
  type ToldLine,
  toldLines,
  valueText,
} from '../ui/journal-values.ts';
import classes from './paper.module.css';
import { fill, type PaperWords } from './paper-words.ts';

interface JournalTableProps {
  readonly journal: readonly JournalEntry[];
  readonly ticket: Ticket;
  readonly words: PaperWords;
  /** UTC ms: instants of another year are told with it. */
  readonly now: number;
}

const text = print.ticket;
/** Entries whose text is a code and not words. */
const coded: readonly JournalType[] = ['form_saved', 'step_done', 'notified'];
const steps: Readonly<Record<string, string>> = ticketWords.sop.step;

function headline(entry: JournalEntry, milestone: string | null): string {
  if (milestone !== null) return fill(ticketWords.journal.type.milestone, { name: milestone });
  const sentence = ticketWords.journal.type[entry.type];
  return fill(sentence, { form: entry.text, step: entry.text, name: steps[entry.text] ?? '' });
}

/** The words of an entry, where they are not part of its headline already. */
function bodyOf(entry: JournalEntry): string {
  return coded.includes(entry.type) ? '' : entry.text;
}

/** The ticket's journal, a line an entry, with what was changed. */
export function JournalTable({ journal, ticket, words, now }: JournalTableProps) {
  const pack = useReference().policyOf(ticket)?.pack;
  const changeText = ({ field, from, to }: JournalChange) => {
    const known = knownField(field);
    const metric = excusedMetric(field);
    const name =
      metric !== null
        ? fill(ticketWords.field.excuse, { metric: words.labels.metric(metric, ticket.policy) })
        : known === null
          ? field
          : ticketWords.field[known];
    const before = valueText(field, from, words.labels, ticket.policy);
    const after = valueText(field, to, words.labels, ticket.policy);
    if (after === '') return fill(ticketWords.journal.emptied, { field: name, from: before });
    const sentence = before === '' ? ticketWords.journal.set : ticketWords.journal.changed;
    return fill(sentence, { field: name, from: before, to: after });
  };
  const doubtText = ({ skewMs, claimedAt }: ClockNotes) =>
    [
      skewMs === null
        ? []
        : fill(skewMs > 0 ? ticketWords.journal.clockBehind : ticketWords.journal.clockAhead, {
            duration: formatClockError(skewMs, 'id'),
          }),
      claimedAt === null ? [] : fill(ticketWords.journal.clockClaim, { time: words.date.long(claimedAt) }),
    ]
      .flat()
      .join('; ');
  const toldText = ({ metric, percent, reachedAt, people }: ToldLine) =>
    fill(metric === null ? ticketWords.journal.toldPapers : ticketWords.journal.told, {
      metric: metric ?? '',
      percent,
      time: words.date.short(reachedAt, now),
      people,
    });
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{text.when}</th>
          <th scope="col">{text.who}</th>
          <th scope="col">{text.what}</th>
        </tr>
      </thead>
      <tbody>
        {journal.map((entry) => {
          const doubt = clockNotesOf(entry);
          return (
            <tr key={entry.id}>
              <td className={classes.when}>{words.date.short(entry.occurredAt, now)}</td>
              <td>{entry.byName}</td>
              <td>
                {headline(entry, milestoneTitle(entry, pack))}
                {toldLines(entry, words.labels, ticket.policy).map((line) => (
                  <p key={`${line.metric} ${line.percent} ${line.reachedAt}`} className={classes.small}>
                    {toldText(line)}
                  </p>
                ))}
                {entry.changes.map((change) => (
                  <p key={change.field} className={classes.small}>
                    {changeText(change)}
                  </p>
                ))}
                {bodyOf(entry) !== '' && <p className={classes.small}>{bodyOf(entry)}</p>}
                {doubt !== null && <p className={classes.small}>{doubtText(doubt)}</p>}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
