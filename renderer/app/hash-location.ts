import { useSyncExternalStore } from 'react';

/**
 * The address behind the `#`: `#/tiket?saved=open`. It works the same under `app://tanggap/` and any server path, and a
 * reload asks the server for the one page there is.
 */
export interface HashAddress {
  readonly path: string;
  /** Without the question mark. */
  readonly search: string;
}

/** Path and query of a location's hash; an empty one is the root. */
export function parseHash(hash: string): HashAddress {
  const text = hash.replace(/^#?\/?/, '');
  const mark = text.indexOf('?');
  return mark === -1
    ? { path: `/${text}`, search: '' }
    : { path: `/${text.slice(0, mark)}`, search: text.slice(mark + 1) };
}

const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    addEventListener('hashchange', tell);
    addEventListener('popstate', tell);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      removeEventListener('hashchange', tell);
      removeEventListener('popstate', tell);
    }
  };
}

interface NavigateOptions {
  readonly replace?: boolean;
  readonly state?: unknown;
}

/** Goes to an address of the app (`/tiket?saved=open`), as a new entry of the history or in place of the present one. */
export function navigate(to: string, options: NavigateOptions = {}): void {
  const address = `#${to.startsWith('/') ? to : `/${to}`}`;
  if (options.replace) history.replaceState(options.state ?? null, '', address);
  else history.pushState(options.state ?? null, '', address);
  tell();
}

/** Location hook for the router. */
export function useHashPath(): [string, typeof navigate] {
  return [useSyncExternalStore(subscribe, () => parseHash(location.hash).path), navigate];
}
useHashPath.hrefs = (href: string) => `#${href}`;
useHashPath.searchHook = () => useSyncExternalStore(subscribe, () => parseHash(location.hash).search);
