import { useTranslation } from 'react-i18next';
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import type { Recap } from '#shared/recap/recap.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import classes from './recap.module.css';

/** Reported and resolved by day: dark and outlined bars, told apart without colour; every figure in the table beside. */
export function DayChart({ recap }: { readonly recap: Recap }) {
  const { t } = useTranslation('recap');
  const format = useOfficeFormat(recap.opd ?? undefined);
  const data = recap.byDay.map(({ from, reported, resolved }, at) => ({
    day: at + 1,
    from,
    reported,
    resolved,
  }));
  const counted = data.filter(({ reported, resolved }) => reported + resolved > 0);
  return (
    <section className={classes.section}>
      <h2 className={classes.heading}>{t('section.days')}</h2>
      <div className={classes.chartRow}>
        <figure className={classes.chart} aria-label={t('chartLabel')}>
          <figcaption className={classes.legend}>
            <span data-series="reported">{t('flow.reported')}</span>
            <span data-series="resolved">{t('flow.resolved')}</span>
          </figcaption>
          <ResponsiveContainer width="100%" height={232}>
            <BarChart
              data={data}
              barGap={1}
              barCategoryGap="18%"
              margin={{ top: 8, right: 4, bottom: 0, left: -18 }}
            >
              <CartesianGrid vertical={false} stroke="var(--line)" />
              <XAxis
                dataKey="day"
                tickLine={false}
                interval={1}
                tick={{ fontSize: 11, fill: 'currentColor' }}
              />
              <YAxis allowDecimals={false} tickLine={false} tick={{ fontSize: 11, fill: 'currentColor' }} />
              <Bar
                dataKey="reported"
                name={t('flow.reported')}
                fill="var(--mantine-primary-color-filled)"
                isAnimationActive={false}
              />
              <Bar
                dataKey="resolved"
                name={t('flow.resolved')}
                fill="var(--mantine-color-body)"
                stroke="currentColor"
                strokeWidth={1}
                isAnimationActive={false}
              />
            </BarChart>
          </ResponsiveContainer>
        </figure>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled table must be reachable by keyboard */}
        <section className={classes.dayTable} tabIndex={0} aria-label={t('section.days')}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{t('day')}</th>
                <th scope="col">{t('flow.reported')}</th>
                <th scope="col">{t('flow.resolved')}</th>
              </tr>
            </thead>
            <tbody>
              {counted.map(({ day, from, reported, resolved }) => (
                <tr key={day}>
                  <th scope="row">{format.dayShort(from)}</th>
                  <td>{format.number(reported)}</td>
                  <td>{format.number(resolved)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </div>
    </section>
  );
}
