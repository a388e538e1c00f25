import { type Flow, handledOf } from '#shared/recap/flow.ts';
import type { BreakdownRow, Recap } from '#shared/recap/recap.ts';
import {
  type ComparedLine,
  changeOf,
  comparedLines,
  flowColumns,
  lineKey,
} from '../features/recap/recap-lines.ts';
import text from '../i18n/id/recap.ts';
import classes from './paper.module.css';
import { fill, type PaperWords } from './paper-words.ts';

export interface TableProps {
  readonly recap: Recap;
  readonly words: PaperWords;
}

/** Names of columns; figures stand right. */
export function Head({ columns }: { readonly columns: readonly string[] }) {
  return (
    <thead>
      <tr>
        {columns.map((column, at) => (
          <th key={column} scope="col" className={at === 0 ? undefined : classes.figure}>
            {column}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function lineName(line: ComparedLine, words: PaperWords): string {
  if (line.kind === 'rate') {
    const metric = words.labels.metric(line.metric);
    return fill(line.basis === 'raw' ? text.attained : text.attainedAdjusted, { metric });
  }
  const own: Readonly<Record<string, string>> = {
    takenUpAgain: `– ${text.takenUpAgain}`,
    reopened: text.reopened,
    escalations: text.escalations,
    returns: text.returns,
    ...text.flow,
  };
  return own[line.name] ?? line.name;
}

function changeText(line: ComparedLine, words: PaperWords): string {
  const change = changeOf(line);
  if (change === null) return '–';
  const sign = change > 0 ? '+' : change < 0 ? '−' : '';
  const figure = `${sign}${words.number(Math.abs(change))}`;
  return line.kind === 'rate' ? fill(text.points, { change: figure }) : figure;
}

/** Totals and rates beside those of the month before. */
export function ComparedRows({ recap, words }: TableProps) {
  const figure = (line: ComparedLine, value: number | null) =>
    line.kind === 'rate' ? words.percent(value) : value === null ? '–' : words.number(value);
  return (
    <table className={`${classes.table} ${classes.even}`}>
      <Head columns={[text.measure, text.present, text.previous, text.change]} />
      <tbody>
        {comparedLines(recap).map((line) => (
          <tr key={lineKey(line)}>
            <td>{lineName(line, words)}</td>
            <td className={classes.figure}>{figure(line, line.present)}</td>
            <td className={classes.figure}>{figure(line, line.previous)}</td>
            <td className={classes.figure}>{changeText(line, words)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface BreakdownProps {
  readonly rows: readonly BreakdownRow[];
  readonly totals: Flow;
  readonly words: PaperWords;
  name(key: string): string;
}

/** One breakdown; its columns add up to the totals under it. */
export function BreakdownRows({ rows, totals, words, name }: BreakdownProps) {
  const cells = (flow: Flow) =>
    flowColumns.map((column) => (
      <td key={column} className={classes.figure}>
        {words.number(flow[column])}
      </td>
    ));
  return (
    <table className={`${classes.table} ${classes.even}`}>
      <Head columns={[text.measure, ...flowColumns.map((column) => text.flow[column])]} />
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <td>{name(row.key)}</td>
            {cells(row)}
          </tr>
        ))}
        <tr className={classes.sum}>
          <td>{text.total}</td>
          {cells(totals)}
        </tr>
      </tbody>
    </table>
  );
}

/** Where the tickets stood when the period ended. */
export function StatusRows({ recap, words }: TableProps) {
  return (
    <table className={`${classes.table} ${classes.even}`}>
      <Head columns={[text.measure, text.count]} />
      <tbody>
        {recap.byStatus.map(({ key, count }) => (
          <tr key={key}>
            <td>{words.labels.state(key)}</td>
            <td className={classes.figure}>{words.number(count)}</td>
          </tr>
        ))}
        <tr className={classes.sum}>
          <td>{text.total}</td>
          <td className={classes.figure}>{words.number(handledOf(recap.totals))}</td>
        </tr>
      </tbody>
    </table>
  );
}
