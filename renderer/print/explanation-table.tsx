import type { Explanation } from '#shared/sla/explain.ts';
import print from '../i18n/id/print.ts';
import ticketWords from '../i18n/id/ticket.ts';
import why from '../i18n/id/why.ts';
import { dateFormat } from '../ui/date-format.ts';
import { type ExplanationWords, explanationLines, pieceText } from '../ui/explanation/explanation-lines.ts';
import type { JudgedBy } from '../ui/explanation/judged-by.ts';
import { inWholeMinutes } from '../ui/whole-minutes.ts';
import classes from './paper.module.css';
import { fill, type PaperWords } from './paper-words.ts';
import { Chapter } from './sheet.tsx';

interface ExplanationTableProps {
  readonly explanation: Explanation;
  readonly judged: JudgedBy;
  readonly words: PaperWords;
  readonly opd: string;
}

/** How a deadline was computed, stretch by stretch; what lies after the present instant is marked as expected. */
export function ExplanationTable({ explanation, judged, words, opd }: ExplanationTableProps) {
  const { labels, date } = words;
  const { pack } = judged.policy;
  const limit = explanation.comparison === 'lt' ? ticketWords.sla.lessThan : ticketWords.sla.atMost;
  const { calendar } = explanation;
  const told: ExplanationWords = {
    say: (key, values) => fill(why[key], values ?? {}),
    labels,
    date,
    civil: dateFormat('id', 'UTC'),
    reason: (reason) => why.reason[reason],
    limit: fill(limit, { duration: words.duration(explanation.durationMs) }),
    calendar: calendar.always ? ticketWords.sla.always : calendar.title || calendar.name,
    opd,
  };
  return (
    <>
      <Chapter>{fill(print.ticket.explained, { metric: labels.metric(explanation.metric, pack) })}</Chapter>
      <p className={classes.text}>{explanationLines(explanation, judged, told).join(' ')}</p>
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
          {inWholeMinutes(explanation.pieces).map(({ piece, countedMs, totalMs }) => (
            <tr key={`${piece.from}-${piece.projected}`}>
              <td>{date.short(piece.from, explanation.now)}</td>
              <td>{date.short(piece.to, explanation.now)}</td>
              <td>{pieceText(piece, explanation, judged, told)}</td>
              <td className={classes.figure}>{piece.counted ? words.duration(countedMs) : '–'}</td>
              <td className={classes.figure}>{words.duration(totalMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
