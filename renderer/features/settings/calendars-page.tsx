import { ActionIcon, NativeSelect } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Temporal } from 'temporal-polyfill';
import { useDesk, useReference } from '../../data/react.ts';
import { useOfficeZone } from '../../ui/office-format.ts';
import { CalendarOf } from './calendar-of.tsx';
import classes from './settings.module.css';
import { SettingsPage } from './settings-page.tsx';
import { useSettingsAccess } from './use-access.ts';

/** The first year of the shipped days off. */
const firstYear = 2023;

/** "Kalender": days off of the state and of each office, a year at a time. */
export default function CalendarsPage() {
  return (
    <SettingsPage>
      <Calendars />
    </SettingsPage>
  );
}

function Calendars() {
  const { t } = useTranslation('settings');
  const desk = useDesk();
  const reference = useReference();
  const access = useSettingsAccess();
  const zone = useOfficeZone();
  const [thisYear] = useState(
    () => Temporal.Instant.fromEpochMilliseconds(desk.now()).toZonedDateTimeISO(zone).year,
  );
  const [year, setYear] = useState(thisYear);
  // A supervisor comes for the own office, an administrator for the state's days.
  const [opd, setOpd] = useState<string | null>(access.mayChange ? null : desk.me.opd);
  const offices = reference.opds();
  const last = thisYear + 3;
  const years = Array.from({ length: last - firstYear + 1 }, (_, at) => firstYear + at);
  return (
    <div className={classes.body}>
      <div className={classes.bar}>
        <NativeSelect
          size="xs"
          aria-label={t('calendar.scope')}
          data={[
            { value: '', label: t('calendar.national') },
            ...offices.map(({ code, name }) => ({ value: code, label: `${code} – ${name}` })),
          ]}
          value={opd ?? ''}
          onChange={(event) => setOpd(event.currentTarget.value === '' ? null : event.currentTarget.value)}
        />
        <ActionIcon
          variant="default"
          aria-label={t('calendar.yearBefore')}
          disabled={year <= firstYear}
          onClick={() => setYear(year - 1)}
        >
          <IconChevronLeft size={16} aria-hidden />
        </ActionIcon>
        <NativeSelect
          size="xs"
          aria-label={t('calendar.year')}
          data={years.map(String)}
          value={String(year)}
          onChange={(event) => setYear(Number(event.currentTarget.value))}
        />
        <ActionIcon
          variant="default"
          aria-label={t('calendar.yearAfter')}
          disabled={year >= last}
          onClick={() => setYear(year + 1)}
        >
          <IconChevronRight size={16} aria-hidden />
        </ActionIcon>
      </div>
      <CalendarOf key={opd ?? ''} opd={opd} year={year} />
    </div>
  );
}
