import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/domain/ticket.ts';
import type { TargetStatus } from '#shared/sla/evaluate.ts';
import type { CompiledPolicy } from '#shared/sla/policy.ts';
import { useLabels } from '../../ui/labels.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { SlaChip } from '../../ui/sla-chip.tsx';
import { Panel } from './panel.tsx';
import classes from './sla-panel.module.css';
import { useTargets } from './use-targets.ts';
import { WhyDialog } from './why-dialog.tsx';

/** Every target of the ticket: state, due instant, time allowed and used, and why. */
export function SlaPanel({ ticket }: { readonly ticket: Ticket }) {
  const { t } = useTranslation('ticket');
  const { policy, metrics } = useTargets(ticket);
  const [asked, setAsked] = useState<string | null>(null);
  return (
    <Panel title={t('section.deadlines')}>
      {policy === undefined ? (
        <p className={classes.none}>{t('sla.noPolicy', { policy: ticket.policy.name })}</p>
      ) : metrics.length === 0 ? (
        <p className={classes.none}>{t(ticket.priority === null ? 'sla.noPriority' : 'sla.noTargets')}</p>
      ) : (
        <ul className={classes.targets}>
          {metrics.map((status) => (
            <Target
              key={status.metric}
              status={status}
              policy={policy}
              onAsk={() => setAsked(status.metric)}
            />
          ))}
        </ul>
      )}
      {asked !== null && <WhyDialog ticket={ticket} metric={asked} onClose={() => setAsked(null)} />}
    </Panel>
  );
}

interface TargetProps {
  readonly status: TargetStatus;
  readonly policy: CompiledPolicy;
  onAsk(): void;
}

function Target({ status, policy, onAsk }: TargetProps) {
  const { t } = useTranslation('ticket');
  const format = useOfficeFormat();
  const labels = useLabels();
  const calendar = policy.calendars.get(status.calendar);
  const limit = t(status.comparison === 'lt' ? 'sla.lessThan' : 'sla.atMost', {
    duration: format.duration(status.durationMs),
  });
  const when =
    status.stoppedAt !== null
      ? t('sla.stopped', { time: format.long(status.stoppedAt) })
      : status.dueAt !== null
        ? t('sla.due', { time: format.long(status.dueAt) })
        : null;
  return (
    <li className={classes.target}>
      <div className={classes.head}>
        <strong>{labels.metric(status.metric)}</strong>
        <SlaChip status={status} />
      </div>
      {when !== null && <div>{when}</div>}
      <div className={classes.rule}>
        {t('sla.allowed', {
          duration: limit,
          calendar: calendar?.open.always ? t('sla.always') : calendar?.title || status.calendar,
        })}
        {' · '}
        {t('sla.used', { duration: format.duration(status.elapsedMs) })}
      </div>
      <Button
        variant="subtle"
        size="compact-xs"
        className={classes.why ?? ''}
        onClick={onAsk}
        aria-label={`${t('sla.why')} ${labels.metric(status.metric)}`}
      >
        {t('sla.why')}
      </Button>
    </li>
  );
}
