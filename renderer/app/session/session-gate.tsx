import { useEffect, useState } from 'react';
import type { DeskStore, SessionService } from '../../data/contract.ts';
import { DeskStoreProvider } from '../../data/react.ts';
import { SignInPage } from '../../features/session/sign-in-page.tsx';
import { App } from '../app.tsx';
import { DeadlineFeed } from '../ladder/deadline-feed.tsx';
import { DeskDoor } from './desk-door.tsx';
import { SessionProvider } from './session-context.tsx';

type State =
  | { readonly kind: 'restoring' }
  | { readonly kind: 'signed_out' }
  | { readonly kind: 'signed_in'; readonly store: DeskStore };

/** The app of the remembered user, with or without a network; the log-in screen where nobody is remembered. */
export function SessionGate({ session }: { readonly session: SessionService }) {
  const [state, setState] = useState<State>({ kind: 'restoring' });
  useEffect(() => {
    let isCurrent = true;
    session.restore().then(
      (store) => {
        if (isCurrent) setState(store === null ? { kind: 'signed_out' } : { kind: 'signed_in', store });
      },
      () => isCurrent && setState({ kind: 'signed_out' }),
    );
    return () => {
      isCurrent = false;
    };
  }, [session]);

  const opened = (store: DeskStore) => setState({ kind: 'signed_in', store });
  // Restoring reads one record: a sentence here would only flicker.
  if (state.kind === 'restoring') return null;
  if (state.kind === 'signed_out') return <SignInPage session={session} onSignedIn={opened} />;
  const actions = {
    async signOut(keepUnsent: boolean) {
      const result = await session.signOut(keepUnsent);
      if (result.ok) setState({ kind: 'signed_out' });
      return result;
    },
  };
  return (
    <SessionProvider value={actions}>
      <DeskStoreProvider key={state.store.device.id} store={state.store}>
        <DeadlineFeed />
        <DeskDoor session={session} onOpened={opened} onLeave={() => void actions.signOut(true)}>
          <App />
        </DeskDoor>
      </DeskStoreProvider>
    </SessionProvider>
  );
}
