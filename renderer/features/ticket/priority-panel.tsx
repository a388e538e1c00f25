import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/domain/ticket.ts';
import { useDesk } from '../../data/react.ts';
import { useLabels } from '../../ui/labels.ts';
import { mayDirect } from '../../ui/ticket-actions/available-actions.ts';
import { PriorityBadge } from '../../ui/ticket-badges.tsx';
import classes from './facts.module.css';
import { Panel } from './panel.tsx';
import { PriorityEditor } from './priority-editor.tsx';

/** Urgency and impact with the priority that follows; changed with the criteria beside. */
export function PriorityPanel({ ticket }: { readonly ticket: Ticket }) {
  const { t } = useTranslation(['ticket', 'everywhere', 'domain']);
  const { me } = useDesk();
  const labels = useLabels();
  const [isEditing, setIsEditing] = useState(false);
  const word = (level: Ticket['urgency']) =>
    level === null ? t('domain:priorityUnset') : labels.level(level, ticket.policy);
  return (
    <Panel
      title={t('ticket:section.priority')}
      side={
        !isEditing &&
        mayDirect(ticket, me.role) && (
          <Button
            variant="subtle"
            size="compact-xs"
            aria-label={`${t('everywhere:change')} ${t('ticket:section.priority')}`}
            onClick={() => setIsEditing(true)}
          >
            {t('everywhere:change')}
          </Button>
        )
      }
    >
      {isEditing ? (
        <PriorityEditor ticket={ticket} onDone={() => setIsEditing(false)} />
      ) : (
        <dl className={classes.facts}>
          <dt>{t('ticket:field.urgency')}</dt>
          <dd>{word(ticket.urgency)}</dd>
          <dt>{t('ticket:field.impact')}</dt>
          <dd>{word(ticket.impact)}</dd>
          <dt>{t('ticket:field.priority')}</dt>
          <dd>
            <PriorityBadge priority={ticket.priority} policy={ticket.policy} />
          </dd>
        </dl>
      )}
    </Panel>
  );
}
