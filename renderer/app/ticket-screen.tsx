import { useParams } from 'wouter';
import { TicketDetail } from '../features/ticket/ticket-detail.tsx';

/** One ticket over the whole width. */
export default function TicketScreen() {
  const { id = '' } = useParams<{ id: string }>();
  const ticketId = decodeURIComponent(id);
  return <TicketDetail key={ticketId} id={ticketId} width="full" />;
}
