import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ListRow } from '../../data/contract.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { paths } from '../../ui/paths.ts';
import { SlaChip } from '../../ui/sla-chip.tsx';
import { PriorityBadge, StateBadge } from '../../ui/ticket-badges.tsx';
import classes from './tasks-page.module.css';

/** One ticket assigned to the reader. */
export function AssignedTask({ row }: { readonly row: ListRow }) {
  const { t } = useTranslation('tasks');
  const format = useOfficeFormat(row.opd);
  return (
    <li className={classes.task}>
      <div className={classes.main}>
        <Link href={paths.ticket(row.id)} className={classes.link ?? ''} data-task>
          {row.title}
        </Link>
        <span className={classes.facts}>
          {row.number} · {row.clientName} · {row.opd}
        </span>
      </div>
      <StateBadge state={row.state} short />
      <PriorityBadge priority={row.priority} />
      <span className={classes.due}>
        <SlaChip status={row.sla} />
        {row.sla?.dueAt != null && row.sla.stoppedAt === null && (
          <span className={classes.facts}>{t('due', { time: format.short(row.sla.dueAt) })}</span>
        )}
      </span>
    </li>
  );
}
