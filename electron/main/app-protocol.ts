import {
  contentSecurityPolicy,
  placeNonce,
  printSecurityPolicy,
  protectiveHeaders,
} from '#shared/web/content-security-policy.ts';
import { appOrigin, isAppAddress } from '#shared/web/link-rules.ts';
import { mediaTypeOf } from '#shared/web/media-type.ts';
import { servedFile } from '#shared/web/served-file.ts';
import { parseAddress } from './address.ts';
import type { BuiltFiles } from './built-files.ts';
import type { PrintJobs } from './print-jobs.ts';

/** What the handler of `app://tanggap` needs. */
export type AppProtocolMeans = {
  readonly files: BuiltFiles;
  readonly readFile: (place: string) => Promise<Uint8Array>;
  readonly printJobs: PrintJobs;
  readonly nonce: () => string;
  /** Origin of the central server, or undefined while none is set. */
  readonly serverOrigin: () => string | undefined;
};

/** Only the path exactly as written counts: an encoded, empty or dotted segment is never a known file. */
function pathOf(url: string): string | undefined {
  if (url !== appOrigin && !isAppAddress(url, parseAddress)) return undefined;
  const path = url.slice(appOrigin.length).replace(/[?#].*$/s, '');
  return path === '' ? '/' : path;
}

/** The handler of the app's own scheme: known files and print jobs, each answer with its own policy and nonce. */
export function createAppProtocol(means: AppProtocolMeans): (request: Request) => Promise<Response> {
  const known = new Set(means.files.keys());

  function answer(
    status: number,
    body: string | Uint8Array<ArrayBuffer>,
    type: string,
    policy: string,
  ): Response {
    const headers = { ...protectiveHeaders, 'content-type': type, 'content-security-policy': policy };
    return new Response(body, { status, headers: { ...headers, 'cache-control': 'no-store' } });
  }

  return async (request) => {
    const nonce = means.nonce();
    const server = means.serverOrigin();
    const policy = contentSecurityPolicy(nonce, server === undefined ? [] : [server]);
    const refuse = (status: number) => answer(status, '', 'text/plain; charset=utf-8', policy);

    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
    const path = pathOf(request.url);
    if (path === undefined) return refuse(404);

    const document = means.printJobs.find(path);
    if (document !== undefined) {
      return answer(200, placeNonce(document, nonce), 'text/html; charset=utf-8', printSecurityPolicy(nonce));
    }
    const address = servedFile(path, known, [means.printJobs.prefix]);
    const place = address === undefined ? undefined : means.files.get(address);
    const type = place === undefined ? undefined : mediaTypeOf(place);
    if (place === undefined || type === undefined) return refuse(404);
    const bytes = new Uint8Array(await means.readFile(place));
    if (!type.startsWith('text/html')) return answer(200, bytes, type, policy);
    return answer(200, placeNonce(new TextDecoder().decode(bytes), nonce), type, policy);
  };
}
