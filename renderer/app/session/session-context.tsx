import { createContext, useContext } from 'react';
import type { Result } from '#shared/domain/result.ts';

interface SessionActions {
  /** Signs out; refuses with the count of unsent changes unless `keepUnsent`. On success the log-in screen appears. */
  signOut(keepUnsent: boolean): Promise<Result<void, { readonly unsent: number }>>;
}

const SessionContext = createContext<SessionActions | null>(null);
export const SessionProvider = SessionContext.Provider;

/** What the frame may do with the session. */
export function useSession(): SessionActions {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('This part of the screen needs a SessionProvider above it.');
  return session;
}
