import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/domain/ticket.ts';
import type { Recap } from '#shared/recap/recap.ts';
import { useLabels } from '../../ui/labels.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { useChangeText, useRateText } from './change-text.tsx';
import classes from './recap.module.css';
import { type ComparedLine, comparedLines, lineKey } from './recap-lines.ts';

interface CompareTableProps {
  readonly recap: Recap;
  /** The pack whose words name metrics. */
  readonly policy: Ticket['policy'] | undefined;
}

/** Totals and rates beside those of the month before. */
export function CompareTable({ recap, policy }: CompareTableProps) {
  const { t } = useTranslation('recap');
  const labels = useLabels();
  const format = useOfficeFormat();
  const sayRate = useRateText();
  const sayChange = useChangeText();
  const nameOf = (line: ComparedLine) => {
    if (line.kind === 'rate') {
      const metric = labels.metric(line.metric, policy);
      return line.basis === 'raw' ? t('attained', { metric }) : t('attainedAdjusted', { metric });
    }
    switch (line.name) {
      case 'takenUpAgain':
      case 'reopened':
      case 'escalations':
      case 'returns':
        return t(line.name);
      default:
        return t(`flow.${line.name}`);
    }
  };
  const figure = (line: ComparedLine, value: number | null) =>
    line.kind === 'rate' ? sayRate(value) : value === null ? '–' : format.number(value);
  return (
    <section className={classes.section}>
      <h2 className={classes.heading}>{t('section.compare')}</h2>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('measure')}</th>
            <th scope="col">{t('present')}</th>
            <th scope="col">{t('previous')}</th>
            <th scope="col">{t('change')}</th>
          </tr>
        </thead>
        <tbody>
          {comparedLines(recap).map((line) => (
            <tr
              key={lineKey(line)}
              data-part={line.kind === 'rate' ? line.basis === 'adjusted' : line.name === 'takenUpAgain'}
            >
              <th scope="row">{nameOf(line)}</th>
              <td>{figure(line, line.present)}</td>
              <td>{figure(line, line.previous)}</td>
              <td>{sayChange(line)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
