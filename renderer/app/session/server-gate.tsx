import { useMemo } from 'react';
import { openSessionService } from '../../data/session.ts';
import { browserPlatform } from '../../data/session-platform.ts';
import { ServerAddressPage } from '../../features/session/server-address-page.tsx';
import { platform } from '../../platform/platform.ts';
import { SessionGate } from './session-gate.tsx';

/** Asks once for the server's address where none is set (a fresh desktop app); then the session takes over. */
export function ServerGate({ serverOrigin }: { readonly serverOrigin: string | null }) {
  const session = useMemo(
    () =>
      serverOrigin === null
        ? null
        : openSessionService({ serverOrigin }, browserPlatform(serverOrigin, platform.storage)),
    [serverOrigin],
  );
  return session === null ? (
    <ServerAddressPage save={async (origin) => (await platform.setServerOrigin(origin)).ok} />
  ) : (
    <SessionGate session={session} />
  );
}
