import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Ticket } from '#shared/domain/ticket.ts';
import { paths } from '../../ui/paths.ts';
import classes from './forms.module.css';
import { HandOverFacts, useRecipientName } from './frm-006-facts.tsx';
import type { EscalationForm } from './frm-006-values.ts';
import { PrintButton } from './print-button.tsx';
import { printPaths } from './print-paths.ts';

interface WaitingProps {
  readonly ticket: Ticket;
  readonly escalation: EscalationForm;
  readonly order: number;
}

/** An open escalation, read by someone it was not handed to. */
export function EscalationWaiting({ ticket, escalation, order }: WaitingProps) {
  const { t } = useTranslation('forms');
  const [, navigate] = useLocation();
  const sayRecipient = useRecipientName();
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1 className={classes.title}>{t('frm006.of', { number: ticket.number })}</h1>
        <div className={classes.headActions}>
          <PrintButton onPress={() => navigate(printPaths.escalation(ticket.id, order))} />
        </div>
      </header>
      <div className={classes.middle}>
        <div className={classes.single}>
          <p>{t('frm006.waitingFor', { name: sayRecipient(escalation.data) })}</p>
          <HandOverFacts data={escalation.data} ticket={ticket} />
          <div>
            <Button variant="default" onClick={() => navigate(paths.ticket(ticket.id))}>
              {t('back')}
            </Button>
          </div>
        </div>
      </div>
    </div>
  );
}
