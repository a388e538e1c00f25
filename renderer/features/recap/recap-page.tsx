import { ActionIcon, Button, NativeSelect, Tooltip } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { isInScope } from '#shared/domain/reference.ts';
import { monthOf, monthPeriod, previousMonth } from '#shared/recap/period.ts';
import { useDesk, useReference } from '../../data/react.ts';
import { useMonthName } from '../../ui/month-name.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { PartialMonth } from './partial-month.tsx';
import classes from './recap.module.css';
import { RecapBody } from './recap-body.tsx';
import { monthChoices } from './recap-month.ts';
import { useRecap } from './use-recap.ts';

/** The monthly recap on screen, for those who answer for the desk. */
export default function RecapPage() {
  const { t } = useTranslation('recap');
  const { me } = useDesk();
  if (me.role !== 'supervisor' && me.role !== 'admin')
    return <p className={classes.message}>{t('notAllowed')}</p>;
  return <MonthlyRecap />;
}

function MonthlyRecap() {
  const { t } = useTranslation('recap');
  const desk = useDesk();
  const reference = useReference();
  const monthName = useMonthName();
  const [, navigate] = useLocation();
  const scope = reference.opds().filter(({ code }) => isInScope(desk.me, code));
  const [chosen, setChosen] = useState<string | null>(null);
  // Who answers for one office alone sees that office's recap, in its zone.
  const opd = chosen ?? (scope.length === 1 ? (scope[0]?.code ?? null) : null);
  const { timeZone, zoneName } = useOfficeFormat(opd ?? undefined);
  const [openedAt] = useState(() => desk.now());
  const thisMonth = monthOf(openedAt, timeZone);
  const [month, setMonth] = useState(thisMonth);
  const [turn, setTurn] = useState(0);
  const state = useRecap(month, opd, turn);
  // The month of an office further east may begin earlier.
  const [, latest = thisMonth] = [month, thisMonth].sort();
  const months = monthChoices(latest);
  const at = months.indexOf(month);
  const period = monthPeriod(month, timeZone);
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1 className={classes.title}>{t('title')}</h1>
        <Tooltip label={t('previousMonth')}>
          <ActionIcon
            variant="default"
            aria-label={t('previousMonth')}
            disabled={!period.ok || at === months.length - 1}
            onClick={() => period.ok && setMonth(previousMonth(period.value).month)}
          >
            <IconChevronLeft size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <NativeSelect
          size="xs"
          aria-label={t('month')}
          data={months.map((value) => ({ value, label: monthName(value) }))}
          value={month}
          onChange={(event) => setMonth(event.currentTarget.value)}
        />
        <Tooltip label={t('nextMonth')}>
          <ActionIcon
            variant="default"
            aria-label={t('nextMonth')}
            disabled={at <= 0}
            onClick={() => setMonth(months[at - 1] ?? month)}
          >
            <IconChevronRight size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <NativeSelect
          size="xs"
          aria-label={t('opd')}
          data={[
            ...(scope.length === 1 ? [] : [{ value: '', label: t('allOpds') }]),
            ...scope.map(({ code, name }) => ({ value: code, label: `${code} – ${name}` })),
          ]}
          value={opd ?? ''}
          onChange={(event) => setChosen(event.currentTarget.value === '' ? null : event.currentTarget.value)}
        />
        <span className={classes.quiet}>{t('zone', { zone: zoneName })}</span>
        <Button
          className={classes.end}
          leftSection={<IconPrinter size={15} aria-hidden />}
          disabled={state.kind !== 'ready'}
          onClick={() => navigate(`/cetak/rekap/${month}${opd === null ? '' : `/${opd}`}`)}
        >
          {t('print')}
        </Button>
      </header>
      <div className={classes.middle}>
        {state.kind === 'loading' && (
          <p className={classes.message} aria-live="polite">
            {t('loading')}
          </p>
        )}
        {state.kind === 'failed' && (
          <div className={classes.message} role="alert">
            <p>{t('failed')}</p>
            <Button variant="default" onClick={() => setTurn(turn + 1)}>
              {t('retry')}
            </Button>
          </div>
        )}
        {state.kind === 'partial' && <PartialMonth state={state} monthName={monthName(month)} />}
        {state.kind === 'ready' && (
          <RecapBody recap={state.recap} now={state.now} monthName={monthName(month)} />
        )}
      </div>
    </div>
  );
}
