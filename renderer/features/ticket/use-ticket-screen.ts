import { useRef, useState } from 'react';
import type { DialogName } from '../../ui/ticket-actions/dialog-plans.ts';

export const besideTabs = ['conversation', 'deadlines', 'steps', 'details'] as const;
export type BesideTab = (typeof besideTabs)[number];
export type MessageKind = 'reply' | 'note';

/** What is open on the ticket's screen: dialog, menu, message box, tab. */
export interface TicketScreen {
  readonly dialog: DialogName | 'assign' | null;
  open(dialog: DialogName | 'assign'): void;
  close(): void;
  readonly isMenuOpen: boolean;
  setMenuOpen(isOpen: boolean): void;
  readonly message: MessageKind;
  /** Shows the box and puts the cursor into it. */
  write(kind: MessageKind): void;
  /** Grows with every wish to write; the box takes the cursor when it changes. */
  readonly writeTurn: number;
  readonly tab: BesideTab;
  setTab(tab: BesideTab): void;
}

export function useTicketScreen(): TicketScreen {
  const [dialog, setDialog] = useState<TicketScreen['dialog']>(null);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const [message, setMessage] = useState<MessageKind>('reply');
  const [writeTurn, setWriteTurn] = useState(0);
  const [tab, setTab] = useState<BesideTab>('conversation');
  const opener = useRef<Element | null>(null);
  return {
    dialog,
    open(next) {
      opener.current = document.activeElement;
      setDialog(next);
    },
    close() {
      setDialog(null);
      // The keyboard goes back to where it was.
      const before = opener.current;
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    },
    isMenuOpen,
    setMenuOpen,
    message,
    write(kind) {
      setMessage(kind);
      setTab('conversation');
      setWriteTurn((turn) => turn + 1);
    },
    writeTurn,
    tab,
    setTab,
  };
}
