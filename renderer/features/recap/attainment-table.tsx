import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/domain/ticket.ts';
import type { AttainmentCounts } from '#shared/recap/counts.ts';
import type { Recap } from '#shared/recap/recap.ts';
import { useLabels } from '../../ui/labels.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { useRateText } from './change-text.tsx';
import classes from './recap.module.css';
import { attainmentColumns, attainmentRemarks } from './recap-lines.ts';

interface AttainmentTableProps {
  readonly recap: Recap;
  /** The pack whose words name metrics and priorities. */
  readonly policy: Ticket['policy'] | undefined;
}

/** Targets met and missed, by metric and priority; the excused beside them, never in their place. */
export function AttainmentTable({ recap, policy }: AttainmentTableProps) {
  const { t } = useTranslation('recap');
  const labels = useLabels();
  const format = useOfficeFormat(recap.opd ?? undefined);
  const sayRate = useRateText();
  const cells = (counts: AttainmentCounts) => (
    <>
      {attainmentColumns.map((column) => (
        <td key={column}>{format.number(counts[column])}</td>
      ))}
      <td>{sayRate(counts.rate)}</td>
      <td>{sayRate(counts.adjustedRate)}</td>
    </>
  );
  return (
    <section className={classes.section}>
      <h2 className={classes.heading}>{t('section.attainment')}</h2>
      <table className={classes.table} data-narrow>
        <thead>
          <tr>
            <th scope="col">{t('priority')}</th>
            {attainmentColumns.map((column) => (
              <th key={column} scope="col">
                {t(column)}
              </th>
            ))}
            <th scope="col">{t('rate')}</th>
            <th scope="col">{t('adjustedRate')}</th>
          </tr>
        </thead>
        <tbody>
          {recap.attainment.map(({ metric, priorities, total }) => (
            <Fragment key={metric}>
              <tr data-sum>
                <th scope="rowgroup">{labels.metric(metric, policy)}</th>
                {cells(total)}
              </tr>
              {priorities.map((row) => (
                <tr key={row.priority} data-part>
                  <th scope="row">
                    {row.priority === null ? t('withoutPriority') : labels.priority(row.priority, policy)}
                  </th>
                  {cells(row)}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
      <p className={classes.quiet}>{t('attainmentNote')}</p>
      {attainmentRemarks(recap).map(({ word, count, ms }) => (
        <p key={word} className={classes.remark}>
          {t(word, { count, duration: format.duration(ms) })}
        </p>
      ))}
    </section>
  );
}
