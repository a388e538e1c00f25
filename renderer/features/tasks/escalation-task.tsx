import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useLabels } from '../../ui/labels.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { paths } from '../../ui/paths.ts';
import { SlaChip } from '../../ui/sla-chip.tsx';
import { useAct } from '../../ui/ticket-actions/use-act.ts';
import { PriorityBadge } from '../../ui/ticket-badges.tsx';
import type { WaitingEscalation } from './task-order.ts';
import classes from './tasks-page.module.css';

interface EscalationTaskProps {
  readonly task: WaitingEscalation;
  onAnswer(): void;
  onReturn(): void;
}

/** One escalation that waits for the reader, with its reason and the three things to do with it. */
export function EscalationTask({ task, onAnswer, onReturn }: EscalationTaskProps) {
  const { t } = useTranslation('tasks');
  const labels = useLabels();
  const { run, failure } = useAct();
  const { row, data, formId } = task;
  const format = useOfficeFormat(row.opd);
  const isAccepted = data.acceptedAt !== null;
  return (
    <li className={classes.escalation}>
      <div className={classes.task}>
        <div className={classes.main}>
          <Link href={paths.ticket(row.id)} className={classes.link ?? ''} data-task>
            {row.title}
          </Link>
          <span className={classes.facts}>
            {row.number} · {row.clientName} · {row.opd}
          </span>
        </div>
        <span />
        <PriorityBadge priority={row.priority} />
        <span className={classes.due}>
          <SlaChip status={row.sla} />
          {row.sla?.dueAt != null && (
            <span className={classes.facts}>{t('due', { time: format.short(row.sla.dueAt) })}</span>
          )}
        </span>
      </div>
      <p className={classes.reason}>
        <strong>{t('from', { name: labels.person(data.from), time: format.short(data.escalatedAt) })}</strong>{' '}
        {data.reason}
      </p>
      <Group gap={6}>
        {isAccepted ? (
          <span className={classes.accepted}>
            {t('accepted', {
              name: labels.person(data.acceptedBy),
              time: format.short(data.acceptedAt ?? 0),
            })}
          </span>
        ) : (
          <Button
            size="compact-sm"
            aria-label={`${t('accept')}: ${row.title}`}
            onClick={() => void run('escalation.accept', { id: row.id, formId })}
          >
            {t('accept')}
          </Button>
        )}
        <Button
          size="compact-sm"
          variant={isAccepted ? 'filled' : 'default'}
          aria-label={`${t('answer')}: ${row.title}`}
          onClick={onAnswer}
        >
          {t('answer')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`${t('return')}: ${row.title}`}
          onClick={onReturn}
        >
          {t('return')}
        </Button>
        {failure !== null && (
          <span role="alert" className={classes.failure}>
            {failure}
          </span>
        )}
      </Group>
    </li>
  );
}
