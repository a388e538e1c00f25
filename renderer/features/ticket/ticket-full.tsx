import type { Ticket } from '#shared/domain/ticket.ts';
import { ClassificationPanel } from './classification-panel.tsx';
import { Conversation } from './conversation.tsx';
import { DataPanel } from './data-panel.tsx';
import { EscalationPanel } from './escalation-panel.tsx';
import { FilesPanel } from './files-panel.tsx';
import { PriorityPanel } from './priority-panel.tsx';
import { ProcedurePanel } from './procedure-panel.tsx';
import { SlaPanel } from './sla-panel.tsx';
import classes from './ticket-detail.module.css';
import { TicketDialogs } from './ticket-dialogs.tsx';
import { TicketHead } from './ticket-head.tsx';
import { useTicketKeys } from './use-ticket-keys.ts';
import { useTicketScreen } from './use-ticket-screen.ts';

/** The ticket over the whole width: history and writing at the left, everything else at the right. */
export function TicketFull({ ticket }: { readonly ticket: Ticket }) {
  const screen = useTicketScreen();
  useTicketKeys(ticket, screen, 'full');
  return (
    <article className={classes.full} aria-label={ticket.number}>
      <TicketHead ticket={ticket} screen={screen} width="full" />
      <div className={classes.columns}>
        <Conversation ticket={ticket} screen={screen} />
        <div className={classes.aside}>
          <EscalationPanel ticket={ticket} screen={screen} />
          <SlaPanel ticket={ticket} />
          <ProcedurePanel ticket={ticket} />
          <FilesPanel ticket={ticket} />
          <PriorityPanel ticket={ticket} />
          <ClassificationPanel ticket={ticket} />
          <DataPanel ticket={ticket} />
        </div>
      </div>
      <TicketDialogs ticket={ticket} screen={screen} />
    </article>
  );
}
