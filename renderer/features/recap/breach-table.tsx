import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Recap } from '#shared/recap/recap.ts';
import { useReference } from '../../data/react.ts';
import { useLabels } from '../../ui/labels.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { paths } from '../../ui/paths.ts';
import { officePolicy } from './office-policy.ts';
import classes from './recap.module.css';
import { breachRemarks } from './recap-lines.ts';

/** The targets that were missed by most and all that are excused, with the way to their tickets. */
export function BreachTable({ recap }: { readonly recap: Recap }) {
  const { t } = useTranslation('recap');
  const reference = useReference();
  const labels = useLabels();
  const format = useOfficeFormat(recap.opd ?? undefined);
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
            {recap.worstBreaches.map((breach) => {
              const policy = officePolicy(reference, breach.opd);
              return (
                <tr key={`${breach.ticketId} ${breach.metric}`}>
                  <td>
                    <Link href={paths.ticket(breach.ticketId)}>{breach.number}</Link>
                  </td>
                  <td>
                    {breach.title}
                    {breachRemarks(breach).map((remark) => (
                      <p key={remark.word} className={classes.remark}>
                        {remark.word === 'doubt'
                          ? t('breach.doubt', { duration: format.duration(remark.ms) })
                          : t(`breach.${remark.word}`, { name: remark.name, reason: remark.reason })}
                      </p>
                    ))}
                  </td>
                  <td>{breach.opd}</td>
                  <td>
                    {breach.priority === null
                      ? t('withoutPriority')
                      : labels.priority(breach.priority, policy)}
                  </td>
                  <td>{labels.metric(breach.metric, policy)}</td>
                  <td>
                    {format.duration(breach.overdueMs)}
                    {breach.isOpen && ` (${t('breach.open')})`}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {recap.worstBreaches.length > 0 && <p className={classes.quiet}>{t('breach.note')}</p>}
    </section>
  );
}
