import { ActionIcon, Button, Tooltip } from '@mantine/core';
import {
  IconArrowLeft,
  IconArrowsDiagonal,
  IconArrowUpRight,
  IconFileText,
  IconPrinter,
  IconUserPlus,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Ticket } from '#shared/domain/ticket.ts';
import { useDesk, usePendingCount } from '../../data/react.ts';
import { hasPriority } from '../../ui/facts/asked-facts.ts';
import { WithKeys } from '../../ui/keys/with-keys.tsx';
import { useLabels } from '../../ui/labels.ts';
import { paths } from '../../ui/paths.ts';
import { SlaChip } from '../../ui/sla-chip.tsx';
import { mayDirect, mayEscalate } from '../../ui/ticket-actions/available-actions.ts';
import { PriorityBadge, StateBadge } from '../../ui/ticket-badges.tsx';
import { StatusMenu } from './status-menu.tsx';
import classes from './ticket-head.module.css';
import { useTargets } from './use-targets.ts';
import type { TicketScreen } from './use-ticket-screen.ts';

interface TicketHeadProps {
  readonly ticket: Ticket;
  readonly screen: TicketScreen;
  readonly width: 'full' | 'beside';
}

/** Number, title, state, priority, deadline, where the work is, and what can be done. */
export function TicketHead({ ticket, screen, width }: TicketHeadProps) {
  const { t } = useTranslation('ticket');
  const { me } = useDesk();
  const labels = useLabels();
  const { policy, watched } = useTargets(ticket);
  const pending = usePendingCount(ticket.id);
  const isFull = width === 'full';
  const saved = (
    <span className={classes.saved} data-waiting={pending > 0} role="status">
      {pending > 0 ? t('waitingToSend', { count: pending }) : t('allSent')}
    </span>
  );
  return (
    <header className={classes.head} data-width={width}>
      <div className={classes.top}>
        {isFull && (
          <WithKeys shortcut="leave" label={t('back')} position="bottom-start">
            <ActionIcon
              component={Link}
              href={paths.tickets}
              variant="subtle"
              color="gray"
              aria-label={t('back')}
            >
              <IconArrowLeft size={18} aria-hidden />
            </ActionIcon>
          </WithKeys>
        )}
        <h1 className={classes.title} title={ticket.title}>
          {ticket.title}
        </h1>
        <div className={classes.actions}>
          {mayDirect(ticket, me.role) && (
            <WithKeys shortcut="assign" label={t('action.assign')}>
              <Button
                variant="default"
                size="compact-sm"
                leftSection={<IconUserPlus size={14} aria-hidden />}
                onClick={() => screen.open('assign')}
              >
                {t('action.assign')}
              </Button>
            </WithKeys>
          )}
          {mayEscalate(ticket, me.role) && (
            <WithKeys shortcut="escalate" label={t('action.escalate')}>
              <Button
                component={Link}
                href={paths.escalation(ticket.id)}
                variant="default"
                size="compact-sm"
                leftSection={<IconArrowUpRight size={14} aria-hidden />}
              >
                {t('action.escalate')}
              </Button>
            </WithKeys>
          )}
          <StatusMenu ticket={ticket} screen={screen} />
          <Tooltip label={t('form')}>
            <ActionIcon
              component={Link}
              href={paths.ticketForm(ticket.id)}
              variant="subtle"
              color="gray"
              aria-label={t('form')}
            >
              <IconFileText size={17} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <WithKeys shortcut="print" label={t('print')} position="bottom-end">
            <ActionIcon
              component={Link}
              href={paths.printTicket(ticket.id)}
              variant="subtle"
              color="gray"
              aria-label={t('print')}
            >
              <IconPrinter size={17} aria-hidden />
            </ActionIcon>
          </WithKeys>
          {!isFull && (
            <WithKeys shortcut="open" label={t('openFull')} position="bottom-end">
              <ActionIcon
                component={Link}
                href={paths.ticket(ticket.id)}
                variant="subtle"
                color="gray"
                aria-label={t('openFull')}
              >
                <IconArrowsDiagonal size={17} aria-hidden />
              </ActionIcon>
            </WithKeys>
          )}
        </div>
        {!isFull && saved}
      </div>
      <div className={classes.facts}>
        <span className={classes.number}>{ticket.number}</span>
        <StateBadge state={ticket.state} policy={ticket.policy} short={!isFull} />
        {(ticket.priority !== null || hasPriority(policy, ticket.kind)) && (
          <PriorityBadge priority={ticket.priority} policy={ticket.policy} />
        )}
        <SlaChip status={watched} />
        <span className={classes.who}>
          {ticket.assignee === null && ticket.team !== null
            ? labels.team(ticket.team)
            : labels.person(ticket.assignee)}
        </span>
        {isFull && saved}
      </div>
    </header>
  );
}
