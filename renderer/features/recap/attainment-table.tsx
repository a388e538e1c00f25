import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { AttainmentCounts } from '#shared/recap/attainment.ts';
import type { Recap } from '#shared/recap/recap.ts';
import { useLabels } from '../../ui/labels.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { useRateText } from './change-text.tsx';
import classes from './recap.module.css';
import { orderedAttainment } from './recap-lines.ts';

/** Targets met and missed, by metric and priority. */
export function AttainmentTable({ recap }: { readonly recap: Recap }) {
  const { t } = useTranslation('recap');
  const labels = useLabels();
  const format = useOfficeFormat();
  const sayRate = useRateText();
  const cells = (counts: AttainmentCounts) => (
    <>
      <td>{format.number(counts.met)}</td>
      <td>{format.number(counts.breached)}</td>
      <td>{format.number(counts.running)}</td>
      <td>{format.number(counts.void)}</td>
      <td>{sayRate(counts.rate)}</td>
    </>
  );
  return (
    <section className={classes.section}>
      <h2 className={classes.heading}>{t('section.attainment')}</h2>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('priority')}</th>
            <th scope="col">{t('met')}</th>
            <th scope="col">{t('breached')}</th>
            <th scope="col">{t('undecided')}</th>
            <th scope="col">{t('void')}</th>
            <th scope="col">{t('rate')}</th>
          </tr>
        </thead>
        <tbody>
          {orderedAttainment(recap.attainment).map(({ metric, priorities, total }) => (
            <Fragment key={metric}>
              <tr data-sum>
                <th scope="rowgroup">{labels.metric(metric)}</th>
                {cells(total)}
              </tr>
              {priorities.map((row) => (
                <tr key={row.priority} data-part>
                  <th scope="row">{labels.priority(row.priority)}</th>
                  {cells(row)}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
      <p className={classes.quiet}>
        {t('attainmentNote')} {recap.withoutTarget > 0 && t('without', { count: recap.withoutTarget })}
      </p>
    </section>
  );
}
