import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/domain/ticket.ts';
import type { TargetStatus } from '#shared/sla/evaluate.ts';
import type { CompiledPolicy } from '#shared/sla/policy.ts';
import { askedNames, factsOf, isIncomplete } from '../../ui/facts/asked-facts.ts';
import { useLabels } from '../../ui/labels.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { SlaChip } from '../../ui/sla-chip.tsx';
import { CompletenessPart } from './completeness-part.tsx';
import { ExcusePart } from './excuse-part.tsx';
import { Panel } from './panel.tsx';
import classes from './sla-panel.module.css';
import { useTargets } from './use-targets.ts';
import { VersionPart } from './version-part.tsx';
import { WhyDialog } from './why-dialog.tsx';

/** Every target of the ticket: state, due instant, time allowed and used, why, and whether being late is excused. */
export function SlaPanel({ ticket }: { readonly ticket: Ticket }) {
  const { t } = useTranslation('ticket');
  const { policy, metrics, now } = useTargets(ticket);
  const [asked, setAsked] = useState<string | null>(null);
  if (policy === undefined)
    return (
      <Panel title={t('section.deadlines')}>
        <p className={classes.none}>{t('sla.noPolicy', { policy: ticket.policy.name })}</p>
      </Panel>
    );
  const isOpen = isIncomplete(askedNames(policy, ticket.kind), factsOf(ticket));
  return (
    <Panel title={t('section.deadlines')}>
      <CompletenessPart ticket={ticket} policy={policy} />
      {metrics.length === 0 ? (
        <p className={classes.none}>{t(isOpen ? 'sla.noPriority' : 'sla.noTargets')}</p>
      ) : (
        <ul className={classes.targets}>
          {metrics.map((status) => (
            <Target
              key={status.metric}
              ticket={ticket}
              status={status}
              policy={policy}
              onAsk={() => setAsked(status.metric)}
            />
          ))}
        </ul>
      )}
      <VersionPart ticket={ticket} policy={policy} now={now} />
      {asked !== null && <WhyDialog ticket={ticket} metric={asked} onClose={() => setAsked(null)} />}
    </Panel>
  );
}

interface TargetProps {
  readonly ticket: Ticket;
  readonly status: TargetStatus;
  readonly policy: CompiledPolicy;
  onAsk(): void;
}

function Target({ ticket, status, policy, onAsk }: TargetProps) {
  const { t } = useTranslation('ticket');
  const format = useOfficeFormat(ticket.opd);
  const labels = useLabels();
  const metric = labels.metric(status.metric, ticket.policy);
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
        <strong>{metric}</strong>
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
        aria-label={`${t('sla.why')} ${metric}`}
      >
        {t('sla.why')}
      </Button>
      <ExcusePart ticket={ticket} status={status} />
    </li>
  );
}
