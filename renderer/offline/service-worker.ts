/**
 * Keeps the app itself on the device for plain browsers: after the first visit it opens with no server at all. Only the
 * app's own files are cached; data is Dexie's business and `/api` is never touched.
 *
 * The build puts the list of files here; a new build therefore is a new worker. The cache before the newest is kept,
 * because an open window may still load a part of the older build.
 */
declare const __TANGGAP_FILES__: { readonly version: string; readonly files: readonly string[] };

/** The few parts of the service-worker scope used here; the DOM library does not describe them. */
interface WorkerScope {
  readonly location: { readonly origin: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: Extendable) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchLike) => void): void;
}
interface Extendable {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchLike extends Extendable {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

const scope = self as unknown as WorkerScope;
const prefix = 'tanggap-app-';
const shell = '/';
const build = __TANGGAP_FILES__;
/** The server names `Vary: Origin`; a file of the app is the same whoever asks. */
const anyVariant = { ignoreVary: true };

async function storeBuild(): Promise<void> {
  const cache = await caches.open(prefix + build.version);
  const requests = [shell, ...build.files].map((path) => new Request(path, { cache: 'no-cache' }));
  await cache.addAll(requests);
  await scope.skipWaiting();
}

async function dropOlderBuilds(): Promise<void> {
  // Cache names come in order of creation: all but the last two builds go.
  const builds = (await caches.keys()).filter((name) => name.startsWith(prefix));
  await Promise.all(builds.slice(0, -2).map((name) => caches.delete(name)));
  await scope.clients.claim();
}

async function answer(request: Request): Promise<Response> {
  if (request.mode === 'navigate') {
    const newest = (await caches.keys()).findLast((name) => name.startsWith(prefix));
    const cached =
      newest === undefined ? undefined : await (await caches.open(newest)).match(shell, anyVariant);
    return cached ?? fetch(request);
  }
  return (await caches.match(request, anyVariant)) ?? fetch(request);
}

scope.addEventListener('install', (event) => event.waitUntil(storeBuild()));
scope.addEventListener('activate', (event) => event.waitUntil(dropOlderBuilds()));
scope.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  const isOurs = url.origin === scope.location.origin && event.request.method === 'GET';
  if (!isOurs || url.pathname.startsWith('/api/') || url.pathname === '/healthz') return;
  event.respondWith(answer(event.request));
});
