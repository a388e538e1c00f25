import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type Server,
} from 'node:http';
import type { Socket } from 'node:net';
import { appOrigin, pageOrigin } from './addresses.ts';

/** A request the page sent to another origin, as its server saw it. */
export type CrossOriginRequest = {
  readonly method: string;
  readonly url: string;
  readonly origin: string;
  /** `none`: the fetch standard asks for no preflight here. */
  readonly preflight: 'none' | 'passed' | 'refused';
};

const simpleMethods = new Set(['GET', 'HEAD', 'POST']);
const simpleTypes = /^(?:application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)(?:;|$)/i;
/** Headers that need no leave: the safelisted ones, and those only a browser can set. */
const freeHeaders =
  /^(?:accept|accept-language|content-language|accept-encoding|connection|content-length|cookie|cache-control|pragma|host|origin|priority|referer|user-agent|dnt|sec-.*|transfer-encoding|upgrade-insecure-requests)$/;
const betweenHops = new Set(['connection', 'keep-alive', 'transfer-encoding', 'host', 'origin', 'referer']);

/** Names of the headers a preflight has to ask leave for, sorted. */
function headersToAsk(headers: IncomingHttpHeaders): string[] {
  return Object.keys(headers)
    .filter((name) => !freeHeaders.test(name))
    .filter((name) => name !== 'content-type' || !simpleTypes.test(headers[name] ?? ''))
    .sort();
}

function listed(header: string | string[] | undefined): string[] {
  return String(header ?? '')
    .split(',')
    .map((item) => item.trim().toLowerCase());
}

/**
 * Stands between the page and the server (http) it talks to, so that the server meets the origin Electron would send: the page
 * itself can only live at another one. Origins are translated both ways and nothing else is; streams stay streams. The
 * browser's test tools answer preflights themselves, so this sends the real one and checks the answer as browsers do.
 */
export class OriginBridge {
  readonly #seen: CrossOriginRequest[];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #base = '';

  constructor(seen: CrossOriginRequest[]) {
    this.#seen = seen;
    this.#server = createServer((incoming, outgoing) => {
      const target = decodeURIComponent((incoming.url ?? '').slice(1));
      this.#pass(incoming, target).then(
        (answer) => {
          const headers = Object.fromEntries(
            Object.entries(answer.headers).filter(([name]) => !betweenHops.has(name)),
          );
          if (headers['access-control-allow-origin'] === appOrigin) {
            headers['access-control-allow-origin'] = pageOrigin;
          }
          outgoing.writeHead(answer.statusCode ?? 502, headers);
          outgoing.flushHeaders();
          answer.pipe(outgoing);
          answer.once('error', () => outgoing.destroy());
          outgoing.once('close', () => answer.destroy());
        },
        () => outgoing.destroy(),
      );
    });
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  async start(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    this.#base = `http://127.0.0.1:${address.port}/`;
  }

  /** Where a request for `url` is to be sent. */
  addressFor(url: string): string {
    return `${this.#base}${encodeURIComponent(url)}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #pass(incoming: IncomingMessage, target: string): Promise<IncomingMessage> {
    const method = incoming.method ?? 'GET';
    const asked = headersToAsk(incoming.headers);
    const isSimple = simpleMethods.has(method) && asked.length === 0;
    const isAllowed = isSimple || (await this.#preflight(target, method, asked));
    const preflight = isSimple ? 'none' : isAllowed ? 'passed' : 'refused';
    this.#seen.push({ method, url: target, origin: appOrigin, preflight });
    if (!isAllowed) throw new Error('the preflight was refused');
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).filter(([name]) => !betweenHops.has(name)),
    );
    return this.#send(target, method, { ...headers, origin: appOrigin }, incoming);
  }

  async #preflight(target: string, method: string, asked: readonly string[]): Promise<boolean> {
    const answer = await this.#send(target, 'OPTIONS', {
      origin: appOrigin,
      'access-control-request-method': method,
      ...(asked.length === 0 ? {} : { 'access-control-request-headers': asked.join(',') }),
    });
    answer.resume();
    const { headers, statusCode = 0 } = answer;
    const allowed = new Set(listed(headers['access-control-allow-headers']));
    return (
      statusCode >= 200 &&
      statusCode < 300 &&
      headers['access-control-allow-origin'] === appOrigin &&
      (simpleMethods.has(method) ||
        listed(headers['access-control-allow-methods']).includes(method.toLowerCase())) &&
      asked.every((name) => allowed.has(name))
    );
  }

  #send(
    target: string,
    method: string,
    headers: Record<string, string | string[] | undefined>,
    body?: IncomingMessage,
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const outgoing = request(target, { method, headers }, resolve);
      outgoing.once('error', reject);
      if (body === undefined) return outgoing.end();
      // The page has gone away or given up: so does the request to the server.
      body.once('close', () => body.complete || outgoing.destroy());
      body.pipe(outgoing);
    });
  }
}
