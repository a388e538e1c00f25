import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/domain/ticket.ts';
import { useDesk, useJournal } from '../../data/react.ts';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { mayWrite } from '../../ui/ticket-actions/available-actions.ts';
import classes from './conversation.module.css';
import { JournalLine } from './journal-line.tsx';
import { MessageBox } from './message-box.tsx';
import { useScrollToEnd } from './use-scroll-to-end.ts';
import type { TicketScreen } from './use-ticket-screen.ts';

interface ConversationProps {
  readonly ticket: Ticket;
  readonly screen: TicketScreen;
}

/** What the client reported, everything that happened since, and the box to write in. */
export function Conversation({ ticket, screen }: ConversationProps) {
  const { t } = useTranslation('ticket');
  const { me } = useDesk();
  const journal = useJournal(ticket.id);
  const scroller = useScrollToEnd(journal?.length ?? 0);
  return (
    <div className={classes.conversation}>
      <ScrollRegion ref={scroller} className={classes.scroller} label={t('journal.label')}>
        <section className={classes.report} aria-label={t('field.description')}>
          <p className={classes.reporter}>
            <strong>{ticket.client.name}</strong>
            {[ticket.client.position, ticket.client.opd, ticket.client.phone]
              .filter(Boolean)
              .map((text) => ` · ${text}`)}
          </p>
          <p className={classes.text}>{ticket.description}</p>
        </section>
        {journal !== undefined && journal.length === 0 && (
          <p className={classes.empty}>{t('journal.empty')}</p>
        )}
        <ol className={classes.journal}>
          {journal?.map((entry) => (
            <JournalLine key={entry.id} entry={entry} ticket={ticket} isMine={entry.forUser === me.id} />
          ))}
        </ol>
      </ScrollRegion>
      {mayWrite(me.role) && <MessageBox ticketId={ticket.id} screen={screen} />}
    </div>
  );
}
