import { Button, NativeSelect, Popover, Stack, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { monthOf, monthPeriod } from '#shared/recap/period.ts';
import { useDesk, useOlder } from '../../data/react.ts';
import { monthsUpTo, useMonthName } from '../../ui/month-name.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { OlderOffer } from '../../ui/older/older-offer.tsx';
import classes from './older-bar.module.css';

/** Fifteen years: what an office brings along when it begins. */
const monthsOffered = 180;

/** Under the list: that older tickets are on the server, and the way to load those of a month, or to let go of them. */
export function OlderBar() {
  const { t } = useTranslation('older');
  const { older } = useDesk();
  const { since, count } = useOlder();
  const format = useOfficeFormat();
  if (since === null) return null;
  return (
    <div className={classes.bar}>
      <span>{t('listEnd', { date: format.day(since) })}</span>
      <Popover position="top-start" withinPortal trapFocus shadow="md">
        <Popover.Target>
          <Button size="compact-xs" variant="default">
            {t('choose')}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <MonthChoice since={since} />
        </Popover.Dropdown>
      </Popover>
      {count > 0 && (
        <Button size="compact-xs" variant="subtle" onClick={() => void older.forget()}>
          {t('forget', { number: format.number(count) })}
        </Button>
      )}
    </div>
  );
}

function MonthChoice({ since }: { readonly since: number }) {
  const { t } = useTranslation('older');
  const { timeZone } = useOfficeFormat();
  const monthName = useMonthName();
  const months = useMemo(() => monthsUpTo(monthOf(since, timeZone), monthsOffered), [since, timeZone]);
  const [chosen, setChosen] = useState(months[0] ?? '');
  const period = useMemo(() => monthPeriod(chosen, timeZone), [chosen, timeZone]);
  return (
    <Stack gap="xs" maw={360}>
      <NativeSelect
        size="xs"
        label={t('month')}
        data={months.map((value) => ({ value, label: monthName(value) }))}
        value={chosen}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      <Text size="xs" c="dimmed">
        {t('monthHelp')}
      </Text>
      {period.ok && (
        <OlderOffer
          key={chosen}
          wanted={{ from: Math.max(0, period.value.from), to: period.value.to }}
          label={t('loadMonth')}
        />
      )}
    </Stack>
  );
}
