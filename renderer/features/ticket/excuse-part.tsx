import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Excuse, Ticket } from '#shared/domain/ticket.ts';
import type { TargetStatus } from '#shared/sla/evaluate.ts';
import { useDesk } from '../../data/react.ts';
import { useLabels } from '../../ui/labels.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { type ExcuseAction, excuseActions } from './excuse-actions.ts';
import { ReasonDialog } from './reason-dialog.tsx';
import classes from './sla-panel.module.css';

interface ExcusePartProps {
  readonly ticket: Ticket;
  readonly status: TargetStatus;
}

/** What is said, and can be decided, about a target that is late. Late stays late: an excuse is told beside it. */
export function ExcusePart({ ticket, status }: ExcusePartProps) {
  const { t } = useTranslation('ticket');
  const { me } = useDesk();
  const labels = useLabels();
  const [chosen, setChosen] = useState<ExcuseAction | null>(null);
  if (status.state !== 'breached') return null;
  const excuse = ticket.excuses?.find(({ metric }) => metric === status.metric);
  const metric = labels.metric(status.metric, ticket.policy);
  const nameOf = (action: ExcuseAction) => t('excuse.of', { action: t(`excuse.${action}`), metric });
  return (
    <>
      {excuse !== undefined && <ExcuseLine excuse={excuse} opd={ticket.opd} />}
      <Group gap={6}>
        {excuseActions(status, excuse, me.role).map((action) => (
          <Button
            key={action}
            variant="default"
            size="compact-xs"
            aria-label={nameOf(action)}
            onClick={() => setChosen(action)}
          >
            {t(`excuse.${action}`)}
          </Button>
        ))}
      </Group>
      {chosen !== null && (
        <ExcuseDialog
          ticket={ticket}
          metric={status.metric}
          action={chosen}
          title={nameOf(chosen)}
          onClose={() => setChosen(null)}
        />
      )}
    </>
  );
}

function ExcuseLine({ excuse, opd }: { readonly excuse: Excuse; readonly opd: string }) {
  const { t } = useTranslation('ticket');
  const format = useOfficeFormat(opd);
  const isPending = excuse.decision === 'pending';
  return (
    <p className={classes.excuse} data-decision={excuse.decision}>
      {t(`excuse.${excuse.decision}`, {
        name: isPending ? excuse.proposedByName : excuse.decidedByName,
        time: format.long(excuse.decidedAt ?? excuse.proposedAt),
        reason: excuse.reason,
        note: excuse.note,
      })}
    </p>
  );
}

interface ExcuseDialogProps {
  readonly ticket: Ticket;
  readonly metric: string;
  readonly action: ExcuseAction;
  readonly title: string;
  onClose(): void;
}

function ExcuseDialog({ ticket: { id }, metric, action, title, onClose }: ExcuseDialogProps) {
  const { t } = useTranslation('ticket');
  const isDecision = action === 'approve' || action === 'refuse';
  return (
    <ReasonDialog
      title={title}
      explain={t(`excuse.explain.${action}`)}
      label={t(isDecision ? (action === 'refuse' ? 'excuse.noteNeeded' : 'excuse.note') : 'excuse.reason')}
      {...(isDecision ? {} : { help: t('excuse.reasonHelp') })}
      isNeeded={action !== 'approve'}
      draftKey={`ticket/${id}/excuse/${metric}/${action}`}
      submitLabel={t(`excuse.${action}`)}
      send={(run, text) =>
        isDecision
          ? run('breach.decide', { id, metric, approve: action === 'approve', note: text })
          : run('breach.excuse', { id, metric, reason: text })
      }
      onClose={onClose}
    />
  );
}
