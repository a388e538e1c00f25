import { TicketDetail } from '../features/ticket/ticket-detail.tsx';
import { TicketListPage } from '../features/tickets/ticket-list-page.tsx';

/** The ticket list with the chosen ticket beside it. */
export default function TicketsScreen() {
  return <TicketListPage beside={(id) => <TicketDetail key={id} id={id} width="beside" />} />;
}
