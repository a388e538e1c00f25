import type { Session } from 'electron';
import { isAppAddress } from '#shared/web/link-rules.ts';
import { parseAddress } from './address.ts';

const allowed: ReadonlySet<string> = new Set([
  'notifications',
  'clipboard-sanitized-write',
  // The store of tickets must not be cleared when the disk runs low.
  'persistent-storage',
  // Central servers mostly stand in the office's own network, which Chromium guards by permission, under one name or
  // two by its version. Which host is reached is decided by the network fence, not here.
  'local-network-access',
  'local-network',
  'loopback-network',
]);

/** Deny by default; a few permissions, and only for pages of the app. */
export function isPermitted(permission: string, address: string): boolean {
  return allowed.has(permission) && isAppAddress(address, parseAddress);
}

/** Puts the rule before every way a page can ask for a permission, a device or the screen. */
export function guardPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, decide, details) =>
    decide(isPermitted(permission, details.requestingUrl)),
  );
  session.setPermissionCheckHandler((_contents, permission, origin) => isPermitted(permission, origin));
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, decide) => decide(null));
}
