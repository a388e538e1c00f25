import type { Session } from 'electron';
import { isAppAddress } from '#shared/web/link-rules.ts';
import { parseAddress } from './address.ts';

/** What may be loaded at all: the app itself, its central server, and data made inside the page. */
export function isReachable(url: string, serverOrigin: string | undefined, withDevTools: boolean): boolean {
  if (isAppAddress(url, parseAddress) || url.startsWith('data:')) return true;
  if (url.startsWith('blob:')) return isAppAddress(url.slice('blob:'.length), parseAddress);
  if (withDevTools && url.startsWith('devtools:')) return true;
  return serverOrigin !== undefined && URL.parse(url)?.origin === serverOrigin;
}

/** A second fence behind the content security policy: requests to any other host never leave the computer. */
export function fenceNetwork(
  session: Session,
  serverOrigin: () => string | undefined,
  withDevTools: boolean,
): void {
  session.webRequest.onBeforeRequest((details, decide) =>
    decide({ cancel: !isReachable(details.url, serverOrigin(), withDevTools) }),
  );
}
