import { Button } from '@mantine/core';
import { IconCheck, IconChevronRight, IconCircle, IconMinus } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sopProgress } from '#shared/domain/sop.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import { useDesk, useNow } from '../../data/react.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { mayWrite } from '../../ui/ticket-actions/available-actions.ts';
import { useAct } from '../../ui/ticket-actions/use-act.ts';
import panelClasses from './panel.module.css';
import { Panel } from './panel.tsx';
import classes from './sop-panel.module.css';
import { type HandStep, handStep, type StepTime, stepTimes } from './sop-time.ts';

const icons = { done: IconCheck, next: IconChevronRight, open: IconCircle, skipped: IconMinus } as const;

/** Steps shown around the next one while the list is short. */
function isNear(entry: StepTime, next: number | null): boolean {
  if (next === null) return entry.step >= 15;
  return entry.state !== 'skipped' && entry.step >= next - 2 && entry.step <= next + 2;
}

/** The 17 steps of incident handling: what is done, what comes next, standard time against real time. */
export function SopPanel({ ticket }: { readonly ticket: Ticket }) {
  const { t } = useTranslation('ticket');
  const now = useNow(10_000);
  const { me } = useDesk();
  const { run, failure } = useAct();
  const [isWhole, setIsWhole] = useState(false);
  const progress = useMemo(() => sopProgress(ticket), [ticket]);
  const times = stepTimes(progress, now);
  const next = times.find(({ state }) => state === 'next')?.step ?? null;
  const counted = times.filter(({ state }) => state !== 'skipped');
  const done = counted.filter(({ state }) => state === 'done').length;
  const shown = isWhole ? times : times.filter((entry) => isNear(entry, next));
  const mark = (step: HandStep) => void run('sop.mark', { id: ticket.id, step });
  return (
    <Panel
      title={t('section.steps')}
      side={<span className={classes.summary}>{t('sop.summary', { done, total: counted.length })}</span>}
    >
      <ol className={classes.steps} aria-label={t('sop.label')}>
        {shown.map((entry) => (
          <Step key={entry.step} entry={entry} onMark={mayWrite(me.role) ? mark : null} />
        ))}
      </ol>
      {failure !== null && (
        <p role="alert" className={panelClasses.failure}>
          {failure}
        </p>
      )}
      <Button
        variant="subtle"
        size="compact-xs"
        className={classes.toggle ?? ''}
        onClick={() => setIsWhole(!isWhole)}
      >
        {t(isWhole ? 'sop.showLess' : 'sop.showAll')}
      </Button>
    </Panel>
  );
}

interface StepProps {
  readonly entry: StepTime;
  readonly onMark: ((step: HandStep) => void) | null;
}

function Step({ entry, onMark }: StepProps) {
  const { t } = useTranslation('ticket');
  const format = useOfficeFormat();
  const { step, state, standard, real, isOver } = entry;
  const Icon = icons[state];
  const hand = handStep(step);
  const isMarkable = onMark !== null && hand !== null && (state === 'next' || state === 'open');
  const name = t(`sop.step.${step as 1}`);
  return (
    <li className={classes.step} data-state={state} aria-current={state === 'next' ? 'step' : undefined}>
      <Icon size={15} stroke={2} aria-hidden className={classes.icon} />
      <span className={classes.name}>
        <span className={classes.number}>{step}.</span> {name}
        <span className={classes.hidden}> ({t(`sop.${state === 'next' ? 'next' : state}`)})</span>
      </span>
      <span className={classes.time} data-over={isOver}>
        {state === 'skipped'
          ? t('sop.skipped')
          : real !== null
            ? t(state === 'next' ? 'sop.running' : 'sop.took', { duration: format.duration(real) })
            : null}
        {standard !== null && state !== 'skipped' && (
          <span className={classes.standard}>
            {real === null ? '' : ' / '}
            {t('sop.standard', { minutes: standard })}
          </span>
        )}
      </span>
      {isMarkable && state === 'next' && (
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => onMark(hand)}
          aria-label={`${t('sop.mark')}: ${name}`}
        >
          {t('sop.mark')}
        </Button>
      )}
    </li>
  );
}
