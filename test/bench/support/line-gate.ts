import { once } from 'node:events';
import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';

/** The line between a browser and a server: cut as long as the gate is shut, and counting the bytes of pushes. */
export class LineGate {
  readonly origin: string;
  /** Bytes of bodies sent to `push`, as they were on the wire. */
  pushed = 0;
  /** Pushes so far. */
  pushes = 0;
  readonly #server: ReturnType<typeof createServer>;
  readonly #agent = new Agent({ keepAlive: true });
  #isOpen = true;

  private constructor(server: ReturnType<typeof createServer>, port: number) {
    this.#server = server;
    this.origin = `http://localhost:${port}`;
  }

  /** A line to the server at `target`, open. */
  static async open(target: string): Promise<LineGate> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const gate = new LineGate(server, address.port);
    server.on('request', (request, response) => gate.#pass(new URL(target), request, response));
    return gate;
  }

  /** Cuts what is under way and refuses what comes. */
  shut(): void {
    this.#isOpen = false;
    this.#server.closeAllConnections();
  }

  reopen(): void {
    this.#isOpen = true;
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
    this.#agent.destroy();
  }

  #pass(target: URL, request: IncomingMessage, response: ServerResponse): void {
    if (!this.#isOpen) return void response.destroy();
    const { method, url: path, headers } = request;
    const { hostname, port } = target;
    const onward = httpRequest({ hostname, port, method, path, headers, agent: this.#agent }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    if (path === '/api/v1/push') {
      this.pushes += 1;
      request.on('data', (piece: Buffer) => {
        this.pushed += piece.length;
      });
    }
    request.pipe(onward);
  }
}
