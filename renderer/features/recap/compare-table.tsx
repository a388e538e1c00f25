import { useTranslation } from 'react-i18next';
import type { Recap } from '#shared/recap/recap.ts';
import { useLabels } from '../../ui/labels.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { useChangeText, useRateText } from './change-text.tsx';
import classes from './recap.module.css';
import { type ComparedLine, comparedLines } from './recap-lines.ts';

/** Totals and rates beside those of the month before. */
export function CompareTable({ recap }: { readonly recap: Recap }) {
  const { t } = useTranslation('recap');
  const labels = useLabels();
  const format = useOfficeFormat();
  const sayRate = useRateText();
  const sayChange = useChangeText();
  const nameOf = (line: ComparedLine) => {
    if (line.kind === 'rate') return t('attained', { metric: labels.metric(line.metric) });
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
              key={line.kind === 'rate' ? line.metric : line.name}
              data-part={line.kind === 'count' && line.name === 'takenUpAgain'}
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
