import { lazy, Suspense } from 'react';
import { TicketListPage } from '../features/tickets/ticket-list-page.tsx';

/** Comes after the list: the first screen needs the list alone. */
const TicketDetail = lazy(async () => ({
  default: (await import('../features/ticket/ticket-detail.tsx')).TicketDetail,
}));

/** The ticket list with the chosen ticket beside it. */
export default function TicketsScreen() {
  return (
    <TicketListPage
      beside={(id) => (
        <Suspense fallback={<div aria-busy="true" />}>
          <TicketDetail key={id} id={id} width="beside" />
        </Suspense>
      )}
    />
  );
}
