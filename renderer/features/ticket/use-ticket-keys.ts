import { useLocation } from 'wouter';
import type { Ticket } from '#shared/domain/ticket.ts';
import { useDesk } from '../../data/react.ts';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { paths } from '../../ui/paths.ts';
import {
  mayDirect,
  mayEscalate,
  mayWrite,
  statusActions,
} from '../../ui/ticket-actions/available-actions.ts';
import type { TicketScreen } from './use-ticket-screen.ts';

/** Shortcuts of an open ticket; a key whose action is not allowed now does nothing. */
export function useTicketKeys(ticket: Ticket, screen: TicketScreen, width: 'full' | 'beside'): void {
  const [, go] = useLocation();
  const { role } = useDesk().me;
  const when = (isAllowed: boolean, run: () => void) => () => {
    if (isAllowed) run();
  };
  useKeys([
    ['r', when(mayWrite(role), () => screen.write('reply'))],
    ['n', when(mayWrite(role), () => screen.write('note'))],
    ['e', when(mayEscalate(ticket, role), () => go(paths.escalation(ticket.id)))],
    ['s', when(statusActions(ticket, role).length > 0, () => screen.setMenuOpen(true))],
    ['a', when(mayDirect(ticket, role), () => screen.open('assign'))],
    ['p', () => go(paths.printTicket(ticket.id))],
    ...(width === 'full' ? [['Escape', () => go(paths.tickets)] as const] : []),
  ]);
}
