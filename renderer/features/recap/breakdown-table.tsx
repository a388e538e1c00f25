import { useTranslation } from 'react-i18next';
import type { Flow } from '#shared/recap/flow.ts';
import type { BreakdownRow } from '#shared/recap/recap.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import classes from './recap.module.css';
import { flowColumns } from './recap-lines.ts';

interface BreakdownTableProps {
  readonly title: string;
  readonly rows: readonly BreakdownRow[];
  readonly totals: Flow;
  name(key: string): string;
}

/** One breakdown; its columns add up to the totals under it. */
export function BreakdownTable({ title, rows, totals, name }: BreakdownTableProps) {
  const { t } = useTranslation('recap');
  const format = useOfficeFormat();
  return (
    <section className={classes.section}>
      <h2 className={classes.heading}>{title}</h2>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('measure')}</th>
            {flowColumns.map((column) => (
              <th key={column} scope="col">
                {t(`flow.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{name(row.key)}</th>
              {flowColumns.map((column) => (
                <td key={column}>{format.number(row[column])}</td>
              ))}
            </tr>
          ))}
          <tr data-sum>
            <th scope="row">{t('total')}</th>
            {flowColumns.map((column) => (
              <td key={column}>{format.number(totals[column])}</td>
            ))}
          </tr>
        </tbody>
      </table>
    </section>
  );
}
