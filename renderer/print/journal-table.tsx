import type { JournalChange, JournalEntry } from '#shared/domain/journal.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import { knownField, valueText } from '../features/ticket/journal-values.ts';
import print from '../i18n/id/print.ts';
import ticketWords from '../i18n/id/ticket.ts';
import classes from './paper.module.css';
import { fill, type PaperWords } from './paper-words.ts';

interface JournalTableProps {
  readonly journal: readonly JournalEntry[];
  readonly ticket: Ticket;
  readonly words: PaperWords;
}

const text = print.ticket;
const steps: Readonly<Record<string, string>> = ticketWords.sop.step;

function headline(entry: JournalEntry): string {
  const sentence = ticketWords.journal.type[entry.type];
  return fill(sentence, { form: entry.text, step: entry.text, name: steps[entry.text] ?? '' });
}

/** The words of an entry, where they are not part of its headline already. */
function bodyOf(entry: JournalEntry): string {
  return entry.type === 'form_saved' || entry.type === 'step_done' ? '' : entry.text;
}

/** The ticket's journal, a line an entry, with what was changed. */
export function JournalTable({ journal, ticket, words }: JournalTableProps) {
  const changeText = ({ field, from, to }: JournalChange) => {
    const known = knownField(field);
    const name = known === null ? field : ticketWords.field[known];
    const before = valueText(field, from, words.labels, ticket.policy);
    const after = valueText(field, to, words.labels, ticket.policy);
    if (after === '') return fill(ticketWords.journal.emptied, { field: name, from: before });
    const sentence = before === '' ? ticketWords.journal.set : ticketWords.journal.changed;
    return fill(sentence, { field: name, from: before, to: after });
  };
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
        {journal.map((entry) => (
          <tr key={entry.id}>
            <td className={classes.when}>{words.date.short(entry.occurredAt)}</td>
            <td>{entry.byName}</td>
            <td>
              {headline(entry)}
              {entry.changes.map((change) => (
                <p key={change.field} className={classes.small}>
                  {changeText(change)}
                </p>
              ))}
              {bodyOf(entry) !== '' && <p className={classes.small}>{bodyOf(entry)}</p>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
