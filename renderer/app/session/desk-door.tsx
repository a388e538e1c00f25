import { type ReactNode, useSyncExternalStore } from 'react';
import type { DeskStore, SessionService } from '../../data/contract.ts';
import { LockPage } from '../../features/session/lock-page.tsx';
import { NewPasswordPage } from '../../features/session/new-password-page.tsx';

interface DeskDoorProps {
  readonly session: SessionService;
  onOpened(store: DeskStore): void;
  onLeave(): void;
  readonly children: ReactNode;
}

/** Shows the desk, or what is asked for before it may be seen. What was being typed is kept as a draft when the door shuts. */
export function DeskDoor({ session, onOpened, onLeave, children }: DeskDoorProps) {
  const { guard } = session;
  const demand = useSyncExternalStore(guard.subscribe, guard.demand);
  if (demand === null) return children;
  if (demand === 'new_password') return <NewPasswordPage session={session} />;
  return <LockPage session={session} demand={demand} onOpened={onOpened} onLeave={onLeave} />;
}
