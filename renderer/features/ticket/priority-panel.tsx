import { Button } from '@mantine/core';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/domain/ticket.ts';
import { useDesk, useReference } from '../../data/react.ts';
import { askedNames, factsOf, hasPriority } from '../../ui/facts/asked-facts.ts';
import { useLabels } from '../../ui/labels.ts';
import { mayDirect } from '../../ui/ticket-actions/available-actions.ts';
import { PriorityBadge } from '../../ui/ticket-badges.tsx';
import classes from './facts.module.css';
import { Panel } from './panel.tsx';
import { PriorityEditor } from './priority-editor.tsx';

/** What the office's pack decides by, with the priority that follows; changed with the criteria beside. */
export function PriorityPanel({ ticket }: { readonly ticket: Ticket }) {
  const { t } = useTranslation(['ticket', 'everywhere']);
  const { me } = useDesk();
  const labels = useLabels();
  const [isEditing, setIsEditing] = useState(false);
  const policy = useReference().policyOf(ticket);
  const facts = factsOf(ticket);
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
          {askedNames(policy, ticket.kind).map((name) => (
            <Fragment key={name}>
              <dt>{labels.factName(name)}</dt>
              <dd>{labels.fact(name, facts[name], ticket.policy)}</dd>
            </Fragment>
          ))}
          {hasPriority(policy, ticket.kind) && (
            <>
              <dt>{t('ticket:field.priority')}</dt>
              <dd>
                <PriorityBadge priority={ticket.priority} policy={ticket.policy} />
              </dd>
            </>
          )}
        </dl>
      )}
    </Panel>
  );
}
