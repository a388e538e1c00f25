import type { Ticket } from '#shared/domain/ticket.ts';
import { StatusDialog } from '../../ui/ticket-actions/status-dialog.tsx';
import { AssignDialog } from './assign-dialog.tsx';
import type { TicketScreen } from './use-ticket-screen.ts';

interface TicketDialogsProps {
  readonly ticket: Ticket;
  readonly screen: TicketScreen;
}

/** The dialog that is open, if any. */
export function TicketDialogs({ ticket, screen }: TicketDialogsProps) {
  const { dialog, close } = screen;
  if (dialog === null) return null;
  if (dialog === 'assign') return <AssignDialog ticket={ticket} onClose={close} />;
  return <StatusDialog key={dialog} name={dialog} ticket={ticket} onClose={close} />;
}
