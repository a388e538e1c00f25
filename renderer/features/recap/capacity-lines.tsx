import { useTranslation } from 'react-i18next';
import type { Recap } from '#shared/recap/recap.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import classes from './recap.module.css';

/** How far services that are meant for so many tickets a day were used; nothing where no pack names a capacity. */
export function CapacityLines({ recap }: { readonly recap: Recap }) {
  const { t } = useTranslation('recap');
  const format = useOfficeFormat(recap.opd ?? undefined);
  if (recap.capacity.length === 0) return null;
  return (
    <section className={classes.section}>
      <h2 className={classes.heading}>{t('section.capacity')}</h2>
      {recap.capacity.map(({ policy, title, perDay, warnAt, tickets, busiest, warnDays, fullDays }) => (
        <p key={`${policy} ${title}`} className={classes.capacity} data-full={fullDays > 0}>
          {busiest === null
            ? t('capacity.unused', { title, perDay })
            : t('capacity.use', {
                title,
                perDay,
                warnAt,
                warnDays,
                fullDays,
                tickets: format.number(tickets),
                most: busiest.tickets,
                day: format.dayShort(busiest.from),
              })}
        </p>
      ))}
    </section>
  );
}
