import { useTranslation } from 'react-i18next';
import type { CalendarRow } from '#shared/sla/published.ts';
import { Instant } from '../../ui/instant.tsx';
import { dayChanges, noDays } from './calendar-days.ts';
import classes from './settings.module.css';

/** Revisions of a calendar, newest first: who published when, and how much changed. */
export function RevisionTable({ revisions }: { readonly revisions: readonly CalendarRow[] }) {
  const { t } = useTranslation('settings');
  if (revisions.length === 0) return <p className={classes.hint}>{t('calendar.noRevisions')}</p>;
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('calendar.revision')}</th>
          <th scope="col">{t('packs.published')}</th>
          <th scope="col">{t('calendar.changes')}</th>
          <th scope="col">{t('packs.note')}</th>
        </tr>
      </thead>
      <tbody>
        {revisions.map((row, at) => {
          const changes = dayChanges(revisions[at + 1]?.days ?? noDays, row.days);
          const count = (how: 'added' | 'changed' | 'removed') =>
            changes.filter((change) => change.how === how).length;
          return (
            <tr key={row.id}>
              <th scope="row">{row.revision}</th>
              <td>
                {row.publishedAt === 0 ? t('packs.shipped') : <Instant at={row.publishedAt} />} ·{' '}
                {row.publishedByName}
              </td>
              <td>
                {t('calendar.counts', {
                  added: count('added'),
                  changed: count('changed'),
                  removed: count('removed'),
                })}
              </td>
              <td>{row.note}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
