import type { Ticket } from '#shared/domain/ticket.ts';
import type { Breach } from '#shared/recap/attainment.ts';
import type { AttainmentCounts } from '#shared/recap/counts.ts';
import { useReference } from '../data/react.ts';
import { officePolicy } from '../features/recap/office-policy.ts';
import { attainmentColumns, attainmentRemarks, breachRemarks } from '../features/recap/recap-lines.ts';
import text from '../i18n/id/recap.ts';
import classes from './paper.module.css';
import { fill, type PaperWords } from './paper-words.ts';
import { Head, type TableProps } from './recap-tables.tsx';

/** Targets met and missed, by metric and priority; the excused beside them, never in their place. */
export function AttainmentRows({ recap, words }: TableProps) {
  const cells = (counts: AttainmentCounts) => (
    <>
      {attainmentColumns.map((column) => (
        <td key={column} className={classes.figure}>
          {words.number(counts[column])}
        </td>
      ))}
      <td className={classes.figure}>{words.percent(counts.rate)}</td>
      <td className={classes.figure}>{words.percent(counts.adjustedRate)}</td>
    </>
  );
  return (
    <table className={classes.table}>
      <Head
        columns={[
          `${text.metric} / ${text.priority.toLowerCase()}`,
          ...attainmentColumns.map((column) => text[column]),
          text.rate,
          text.adjustedRate,
        ]}
      />
      {recap.attainment.map(({ metric, priorities, total }) => (
        <tbody key={metric} className={classes.together}>
          <tr className={classes.sum}>
            <td>{words.labels.metric(metric)}</td>
            {cells(total)}
          </tr>
          {priorities.map((row) => (
            <tr key={row.priority}>
              <td className={classes.part}>{priorityText(row.priority, words)}</td>
              {cells(row)}
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}

function priorityText(priority: number | null, { labels }: PaperWords, policy?: Ticket['policy']): string {
  return priority === null ? text.withoutPriority : labels.priority(priority, policy);
}

/** What must be said below the attainment. */
export function AttainmentNotes({ recap, words }: TableProps) {
  return (
    <>
      <p className={classes.small}>{text.attainmentNote}</p>
      {attainmentRemarks(recap).map(({ word, count, ms }) => (
        <p key={word} className={classes.small}>
          {fill(text[word], { count: words.number(count), duration: words.duration(ms) })}
        </p>
      ))}
    </>
  );
}

/** How far services that are meant for so many tickets a day were used; nothing where no pack names a capacity. */
export function CapacityNotes({ recap, words }: TableProps) {
  return recap.capacity.map(({ policy, busiest, tickets, ...use }) => (
    <p key={`${policy} ${use.title}`} className={classes.small}>
      {busiest === null
        ? fill(text.capacity.unused, use)
        : fill(text.capacity.use, {
            ...use,
            tickets: words.number(tickets),
            most: busiest.tickets,
            day: words.plainDay(busiest.from),
          })}
    </p>
  ));
}

function remarkTexts(
  breach: Breach,
  { duration }: PaperWords,
): { readonly word: string; readonly said: string }[] {
  return breachRemarks(breach).map((remark) => ({
    word: remark.word,
    said:
      remark.word === 'doubt'
        ? fill(text.breach.doubt, { duration: duration(remark.ms) })
        : fill(text.breach[remark.word], { name: remark.name, reason: remark.reason }),
  }));
}

/** The targets that were missed by most, and all that are excused. */
export function BreachRows({ recap, words }: TableProps) {
  const reference = useReference();
  if (recap.worstBreaches.length === 0) return <p className={classes.text}>{text.noBreaches}</p>;
  return (
    <table className={`${classes.table} ${classes.breaches}`}>
      <thead>
        <tr>
          <th scope="col">{text.breach.number}</th>
          <th scope="col">{text.breach.heading}</th>
          <th scope="col">{text.priority}</th>
          <th scope="col">{text.metric}</th>
          <th scope="col">{text.breach.overdue}</th>
        </tr>
      </thead>
      <tbody>
        {recap.worstBreaches.map((breach) => {
          const policy = officePolicy(reference, breach.opd);
          return (
            <tr key={`${breach.ticketId} ${breach.metric}`}>
              <td>{breach.number}</td>
              <td>
                {breach.title}
                {remarkTexts(breach, words).map(({ word, said }) => (
                  <p key={word} className={classes.small}>
                    {said}
                  </p>
                ))}
              </td>
              <td>{priorityText(breach.priority, words, policy)}</td>
              <td>{words.labels.metric(breach.metric, policy)}</td>
              <td>
                <span className={classes.when}>{words.duration(breach.overdueMs)}</span>
                {breach.isOpen && ` (${text.breach.open})`}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
