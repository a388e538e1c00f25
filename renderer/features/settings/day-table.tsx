import { ActionIcon } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type DayEntry, entryKey } from './calendar-days.ts';
import classes from './settings.module.css';
import { useDayWords } from './use-day-words.ts';

interface DayTableProps {
  readonly entries: readonly DayEntry[];
  readonly label: string;
  /** Left out where the days are only read. */
  edit?(entry: DayEntry): void;
  remove?(entry: DayEntry): void;
}

/** The kind of decree and its number: who signed it is in the list below the table. */
function shortDecree(decree: string): string {
  const number = decree.indexOf(' No. ');
  return number === -1 ? decree : `${decree.split(' ')[0] ?? ''}${decree.slice(number)}`;
}

/** The days of a year, one a line, and the decrees they rest on. */
export function DayTable({ entries, label, edit, remove }: DayTableProps) {
  const { t } = useTranslation('settings');
  const words = useDayWords();
  const isEditable = edit !== undefined && remove !== undefined;
  const decrees = [...new Set(entries.map(({ value }) => value.decree ?? ''))].filter((text) => text !== '');
  return (
    <>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{t('day.date')}</th>
            <th scope="col">{t('day.name')}</th>
            <th scope="col">{t('day.type')}</th>
            <th scope="col">{t('day.decree')}</th>
            {isEditable && <th scope="col">{t('packs.actions')}</th>}
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => {
            const { name, decree = '' } = entry.value;
            const said = `${name}, ${words.dates(entry)}`;
            return (
              <tr key={entryKey(entry)}>
                <th scope="row" className={classes.date}>
                  {words.dates(entry)}
                </th>
                <td>
                  {name}
                  {entry.type === 'holiday' && entry.value.isCertain === false && (
                    <span className={classes.uncertain}>{t('day.uncertain')}</span>
                  )}
                </td>
                <td className={entry.type === 'period' ? undefined : classes.date}>{words.kind(entry)}</td>
                <td className={classes.decree} title={decree}>
                  {shortDecree(decree)}
                </td>
                {isEditable && (
                  <td>
                    <div className={classes.actions}>
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        size="sm"
                        aria-label={t('day.editOf', { day: said })}
                        onClick={() => edit(entry)}
                      >
                        <IconPencil size={14} aria-hidden />
                      </ActionIcon>
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        size="sm"
                        aria-label={t('day.removeOf', { day: said })}
                        onClick={() => remove(entry)}
                      >
                        <IconTrash size={14} aria-hidden />
                      </ActionIcon>
                    </div>
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
      {decrees.length > 0 && (
        <>
          <h3 className={classes.part}>{t('day.decrees')}</h3>
          <ul className={classes.decrees}>
            {decrees.map((decree) => (
              <li key={decree}>{decree}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
