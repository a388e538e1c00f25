import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Recap } from '#shared/recap/recap.ts';
import { useLabels } from '../../ui/labels.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { paths } from '../../ui/paths.ts';
import classes from './recap.module.css';

/** The targets that were missed by most, with the way to their tickets. */
export function BreachTable({ recap }: { readonly recap: Recap }) {
  const { t } = useTranslation('recap');
  const labels = useLabels();
  const format = useOfficeFormat();
  return (
    <section className={classes.section}>
      <h2 className={classes.heading}>{t('section.breaches')}</h2>
      {recap.worstBreaches.length === 0 ? (
        <p className={classes.quiet}>{t('noBreaches')}</p>
      ) : (
        <table className={classes.table} data-texts>
          <thead>
            <tr>
              <th scope="col">{t('breach.number')}</th>
              <th scope="col">{t('breach.heading')}</th>
              <th scope="col">{t('opd')}</th>
              <th scope="col">{t('priority')}</th>
              <th scope="col">{t('metric')}</th>
              <th scope="col">{t('breach.overdue')}</th>
            </tr>
          </thead>
          <tbody>
            {recap.worstBreaches.map((breach) => (
              <tr key={`${breach.ticketId} ${breach.metric}`}>
                <td>
                  <Link href={paths.ticket(breach.ticketId)}>{breach.number}</Link>
                </td>
                <td>{breach.title}</td>
                <td>{breach.opd}</td>
                <td>{labels.priority(breach.priority)}</td>
                <td>{labels.metric(breach.metric)}</td>
                <td>
                  {format.duration(breach.overdueMs)}
                  {breach.isOpen && ` (${t('breach.open')})`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
