import type { Explanation } from '#shared/sla/explain.ts';
import print from '../i18n/id/print.ts';
import ticketWords from '../i18n/id/ticket.ts';
import why from '../i18n/id/why.ts';
import { inWholeMinutes } from '../ui/whole-minutes.ts';
import classes from './paper.module.css';
import { fill, type PaperWords } from './paper-words.ts';
import { Chapter } from './sheet.tsx';

interface ExplanationTableProps {
  readonly explanation: Explanation;
  readonly words: PaperWords;
}

/** How a deadline was computed, stretch by stretch; what lies after the present instant is marked as expected. */
export function ExplanationTable({ explanation, words }: ExplanationTableProps) {
  const { labels, date } = words;
  const limit = explanation.comparison === 'lt' ? ticketWords.sla.lessThan : ticketWords.sla.atMost;
  return (
    <>
      <Chapter>{fill(print.ticket.explained, { metric: labels.metric(explanation.metric) })}</Chapter>
      <p className={classes.text}>
        {fill(why.rule, {
          priority: labels.priority(explanation.priority),
          limit: fill(limit, { duration: words.duration(explanation.durationMs) }),
          calendar: explanation.calendar.title,
        })}{' '}
        {fill(why.start, { time: date.long(explanation.startAt) })}
      </p>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{why.from}</th>
            <th scope="col">{why.to}</th>
            <th scope="col">{why.reasonHead}</th>
            <th scope="col" className={classes.figure}>
              {why.counted}
            </th>
            <th scope="col" className={classes.figure}>
              {why.total}
            </th>
          </tr>
        </thead>
        <tbody>
          {inWholeMinutes(explanation.pieces).map(({ piece, countedMs, totalMs }) => {
            const reason = piece.label ?? why.reason[piece.reason];
            return (
              <tr key={`${piece.from}-${piece.projected}`}>
                <td>{date.short(piece.from, explanation.now)}</td>
                <td>{date.short(piece.to, explanation.now)}</td>
                <td>{piece.projected ? `${reason} (${why.projected})` : reason}</td>
                <td className={classes.figure}>{piece.counted ? words.duration(countedMs) : '–'}</td>
                <td className={classes.figure}>{words.duration(totalMs)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}
