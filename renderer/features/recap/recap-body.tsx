import { useTranslation } from 'react-i18next';
import type { Recap } from '#shared/recap/recap.ts';
import { useDesk, useReference } from '../../data/react.ts';
import { useLabels } from '../../ui/labels.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { AttainmentTable } from './attainment-table.tsx';
import { BreachTable } from './breach-table.tsx';
import { BreakdownTable } from './breakdown-table.tsx';
import { CapacityLines } from './capacity-lines.tsx';
import { CompareTable } from './compare-table.tsx';
import { DayChart } from './day-chart.tsx';
import { officePolicy } from './office-policy.ts';
import classes from './recap.module.css';
import { countedRows, isEmptyRecap } from './recap-lines.ts';
import { RecapTiles } from './recap-tiles.tsx';
import { StatusTable } from './status-table.tsx';

interface RecapBodyProps {
  readonly recap: Recap;
  /** UTC ms at which a month in progress was judged. */
  readonly now: number;
  readonly monthName: string;
}

/** Tiles, tables and the one chart of a recap. */
export function RecapBody({ recap, now, monthName }: RecapBodyProps) {
  const { t } = useTranslation('recap');
  const labels = useLabels();
  const { me } = useDesk();
  const policy = officePolicy(useReference(), recap.opd ?? me.opd);
  const format = useOfficeFormat(recap.opd ?? undefined);
  if (isEmptyRecap(recap)) {
    return (
      <div className={classes.message}>
        <p>{t('empty', { period: monthName })}</p>
        <p className={classes.quiet}>{t('emptyNext')}</p>
      </div>
    );
  }
  const { totals } = recap;
  const priority = (key: string) => (key === 'none' ? t('noPriority') : labels.priority(Number(key), policy));
  return (
    <>
      {now < recap.period.to && (
        <p className={classes.quiet}>{t('unfinished', { time: format.long(now) })}</p>
      )}
      <RecapTiles recap={recap} policy={policy} />
      <div className={classes.grid}>
        <CompareTable recap={recap} policy={policy} />
        <AttainmentTable recap={recap} policy={policy} />
      </div>
      <DayChart recap={recap} />
      <CapacityLines recap={recap} />
      <div className={classes.grid}>
        <BreakdownTable
          title={t('section.category')}
          rows={recap.byCategory}
          totals={totals}
          name={(key) => labels.category(key as Parameters<typeof labels.category>[0])}
        />
        <BreakdownTable
          title={t('section.opd')}
          rows={countedRows(recap.byOpd)}
          totals={totals}
          name={labels.opd}
        />
        <BreakdownTable
          title={t('section.kind')}
          rows={recap.byKind}
          totals={totals}
          name={(key) => labels.kind(key as Parameters<typeof labels.kind>[0])}
        />
        <BreakdownTable
          title={t('section.channel')}
          rows={countedRows(recap.byChannel)}
          totals={totals}
          name={(key) => labels.channel(key as Parameters<typeof labels.channel>[0])}
        />
        <BreakdownTable
          title={t('section.priority')}
          rows={recap.byPriority}
          totals={totals}
          name={priority}
        />
        <StatusTable recap={recap} policy={policy} />
      </div>
      <BreachTable recap={recap} />
    </>
  );
}
