import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/domain/ticket.ts';
import { handledOf } from '#shared/recap/flow.ts';
import type { Recap } from '#shared/recap/recap.ts';
import { useLabels } from '../../ui/labels.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import classes from './recap.module.css';

interface StatusTableProps {
  readonly recap: Recap;
  /** The pack whose words name states. */
  readonly policy: Ticket['policy'] | undefined;
}

/** Where the tickets stood when the period ended. */
export function StatusTable({ recap, policy }: StatusTableProps) {
  const { t } = useTranslation('recap');
  const labels = useLabels();
  const format = useOfficeFormat();
  return (
    <section className={classes.section}>
      <h2 className={classes.heading}>{t('section.status')}</h2>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('measure')}</th>
            <th scope="col">{t('count')}</th>
          </tr>
        </thead>
        <tbody>
          {recap.byStatus.map(({ key, count }) => (
            <tr key={key}>
              <th scope="row">{labels.state(key, policy)}</th>
              <td>{format.number(count)}</td>
            </tr>
          ))}
          <tr data-sum>
            <th scope="row">{t('total')}</th>
            <td>{format.number(handledOf(recap.totals))}</td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}
