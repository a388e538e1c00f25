import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/domain/ticket.ts';
import type { CompiledPolicy } from '#shared/sla/policy.ts';
import { useDesk, useReference } from '../../data/react.ts';
import { RepolicyDialog } from './repolicy-dialog.tsx';
import classes from './sla-panel.module.css';

interface VersionPartProps {
  readonly ticket: Ticket;
  readonly policy: CompiledPolicy;
  /** UTC ms. */
  readonly now: number;
}

/** By which pack and version the ticket is judged; supervisors may take a newer one that is in force. */
export function VersionPart({ ticket, policy, now }: VersionPartProps) {
  const { t } = useTranslation('ticket');
  const { me } = useDesk();
  const reference = useReference();
  const [isOpen, setIsOpen] = useState(false);
  const { name, version } = ticket.policy;
  const newest = reference.policy(name, { inForceAt: now }, ticket.opd);
  const mayChange = me.role === 'supervisor' || me.role === 'admin';
  const offered = mayChange && newest !== undefined && newest.pack.version > version ? newest : null;
  return (
    <div className={classes.version}>
      <p>{t('sla.version', { title: policy.pack.title, version })}</p>
      {offered !== null && (
        <Button variant="default" size="compact-xs" onClick={() => setIsOpen(true)}>
          {t('repolicy.open', { version: offered.pack.version })}
        </Button>
      )}
      {isOpen && offered !== null && (
        <RepolicyDialog
          ticket={ticket}
          present={policy}
          coming={offered}
          now={now}
          onClose={() => setIsOpen(false)}
        />
      )}
    </div>
  );
}
