import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { promisify } from 'node:util';
import { constants, gzip, gzipSync } from 'node:zlib';
import type { PeerTicket } from '../page/peer-contract.ts';
import { CouchTickets } from './couch-tickets.ts';
import { RxTickets } from './rx-tickets.ts';

/** An answer of a peer's server: JSON under a status. */
export interface PeerAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** The server's side of a peer: answers the paths it knows. */
export interface PeerBackend {
  /** Undefined where the path is none of its own. */
  answer(method: string, url: URL, body: unknown): PeerAnswer | undefined;
  /** How many tickets bear a change that a client has pushed. */
  readonly changed: number;
}

/** What went over the line, as long as it was counted. */
export interface Traffic {
  readonly requests: number;
  /** Bytes of answers as they were sent, compressed. */
  readonly down: number;
  /** Bytes of request bodies, each compressed with gzip: what a client that compresses would send. */
  readonly up: number;
}

const zip = promisify(gzip);
const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' };

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** Serves the peers' page and, in memory, what RxDB and PouchDB replicate with. Ends with `stop`. */
export class PeerServer {
  readonly origin: string;
  /** How many tickets it has. */
  readonly tickets: number;
  readonly #server: Server;
  readonly #backends: readonly PeerBackend[];
  #requests = 0;
  #down = 0;
  #sent: Buffer[] = [];

  private constructor(server: Server, port: number, tickets: readonly PeerTicket[]) {
    this.#server = server;
    this.#backends = [new RxTickets(tickets), new CouchTickets(tickets)];
    this.tickets = tickets.length;
    this.origin = `http://localhost:${port}`;
  }

  /** `web` is the folder with the bench pages. */
  static async start(web: string, tickets: readonly PeerTicket[]): Promise<PeerServer> {
    const listener = createServer();
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const address = listener.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const own = new PeerServer(listener, address.port, tickets);
    listener.on('request', (request, response) => {
      own.#handle(web, request, response).catch((error: unknown) => response.destroy(error as Error));
    });
    return own;
  }

  /** How many tickets bear a change that some client has pushed. */
  get changed(): number {
    return this.#backends.reduce((sum, { changed }) => sum + changed, 0);
  }

  /** Traffic since the last call. Compresses what was sent: call it when nothing is measured. */
  takeTraffic(): Traffic {
    const up = this.#sent.reduce((sum, body) => sum + (body.length === 0 ? 0 : gzipSync(body).length), 0);
    const traffic = { requests: this.#requests, down: this.#down, up };
    this.#requests = 0;
    this.#down = 0;
    this.#sent = [];
    return traffic;
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #handle(web: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.origin);
    if (url.pathname.startsWith('/bench/')) {
      const file = join(web, normalize(url.pathname));
      response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
      response.end(await readFile(file));
      return;
    }
    const sent = await bodyOf(request);
    this.#requests += 1;
    this.#sent.push(sent);
    const body: unknown = sent.length === 0 ? undefined : JSON.parse(sent.toString());
    const answer = this.#backends
      .map((backend) => backend.answer(request.method ?? 'GET', url, body))
      .find((one) => one !== undefined) ?? { status: 404, body: { error: 'not_found', reason: 'missing' } };
    // As fast as the product's own server compresses its first pull.
    const text = await zip(JSON.stringify(answer.body), { level: constants.Z_BEST_SPEED });
    this.#down += text.length;
    response.writeHead(answer.status, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    response.end(text);
  }
}
