import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { pushRequestSchema } from '#shared/sync/protocol.ts';

/** A push as it arrived, with the numbers of its mutations. */
interface SeenPush {
  readonly ids: readonly number[];
}

/** What the server answered to one delivery of a push; null where the connection broke instead. */
export type Answer = {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
} | null;

/** What happens to one push. Each hook is awaited before the push goes on its way. */
export interface Fault {
  /** It has arrived; nothing of it has reached the server. */
  received?(push: SeenPush): void | Promise<void>;
  /** Its last byte has been handed to the server. */
  passedOn?(push: SeenPush): void | Promise<void>;
  /** The server has answered, or its connection broke; the device has heard nothing. */
  answered?(answers: readonly Answer[]): void | Promise<void>;
  /** How many times the server gets it, at once; 1 where left out. */
  readonly deliveries?: number;
  /** True: the device never hears the answer, its connection breaks. */
  readonly isAnswerLost?: boolean;
}

/** A first pull of which only the beginning goes through. */
interface Hold {
  readonly bytes: number;
  readonly done: () => void;
}

/**
 * A line between one browser and the server that can be cut, and on which a push can be made to fail at any point. It
 * knows nothing of the product but where pushes go.
 */
export class FaultyProxy {
  readonly #server: Server;
  readonly #upstream: number;
  readonly #faults: { fault: Fault; done: () => void }[] = [];
  #hold: Hold | null = null;
  #isCut = false;
  #pushes = 0;

  private constructor(server: Server, upstreamPort: number) {
    this.#server = server;
    this.#upstream = upstreamPort;
  }

  /** Listens on a free loopback port and passes everything on to `upstreamPort`. */
  static async open(upstreamPort: number): Promise<FaultyProxy> {
    const server = createServer();
    const proxy = new FaultyProxy(server, upstreamPort);
    server.on('request', (incoming, outgoing) => {
      proxy.#handle(incoming, outgoing).catch(() => outgoing.destroy());
    });
    server.on('connection', (socket) => {
      socket.on('error', () => undefined);
      if (proxy.#isCut) socket.destroy();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get origin(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Pushes with at least one mutation that came so far. */
  get pushes(): number {
    return this.#pushes;
  }

  /** The cable is pulled: every connection breaks, none is accepted. */
  cut(): void {
    this.#isCut = true;
    this.#server.closeAllConnections();
  }

  mend(): void {
    this.#isCut = false;
  }

  /** The next push that has no fault yet gets this one. Resolves when the fault is over. */
  onNextPush(fault: Fault): Promise<void> {
    return new Promise((done) => this.#faults.push({ fault, done }));
  }

  /** Of the next first pull only so many bytes go through. Resolves when they have, or when it was no longer than that. */
  onNextFirstPull(bytes: number): Promise<void> {
    return new Promise((done) => {
      this.#hold = { bytes, done };
    });
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    if (incoming.method !== 'POST' || incoming.url !== '/api/v1/push') return this.#pipe(incoming, outgoing);
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const ids = idsOf(body, incoming.headers['content-encoding']);
    if (ids.length > 0) this.#pushes += 1;
    const planned = ids.length > 0 ? this.#faults.shift() : undefined;
    const { fault, done } = planned ?? { fault: {}, done: () => undefined };
    await fault.received?.({ ids });
    const answers = await Promise.all(
      Array.from({ length: fault.deliveries ?? 1 }, () =>
        this.#deliver(incoming, body, () => fault.passedOn?.({ ids })),
      ),
    );
    await fault.answered?.(answers);
    const [answer = null] = answers;
    if (answer === null || fault.isAnswerLost) outgoing.destroy();
    else outgoing.writeHead(answer.status, answer.headers).end(answer.body);
    done();
  }

  async #deliver(
    incoming: IncomingMessage,
    body: Buffer,
    passedOn: () => void | Promise<void>,
  ): Promise<Answer> {
    const onward = this.#onward(incoming);
    const answered = new Promise<Answer>((resolve) => {
      onward.on('error', () => resolve(null));
      onward.on('response', (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', () => resolve(null));
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: Buffer.concat(chunks) }),
        );
      });
    });
    const sent = new Promise<void>((resolve) => onward.once('error', () => resolve()).end(body, resolve));
    await sent;
    await passedOn();
    return answered;
  }

  /** Everything else flows through as it comes, streams that never end included. */
  #pipe(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const onward = this.#onward(incoming);
    onward.on('error', () => outgoing.destroy());
    onward.on('response', (answer) => {
      answer.on('error', () => outgoing.destroy());
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      outgoing.flushHeaders();
      const hold = incoming.url === '/api/v1/snapshot' ? this.#hold : null;
      if (hold === null) return void answer.pipe(outgoing);
      this.#hold = null;
      passBeginning(answer, outgoing, hold).catch(() => outgoing.destroy());
    });
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  }

  #onward({ method = 'GET', url = '/', headers }: IncomingMessage) {
    const options = { host: '127.0.0.1', port: this.#upstream, method, path: url, headers, agent: false };
    return request(options);
  }
}

/** The answer neither goes on nor ends behind what is let through. */
async function passBeginning(
  answer: IncomingMessage,
  outgoing: ServerResponse,
  { bytes, done }: Hold,
): Promise<void> {
  let passed = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    const part = chunk.subarray(0, bytes - passed);
    outgoing.write(part);
    passed += part.length;
    if (passed >= bytes) {
      done();
      await once(outgoing, 'close');
      return;
    }
  }
  outgoing.end();
  done();
}

function idsOf(body: Buffer, encoding: string | undefined): number[] {
  const text = (encoding === 'gzip' ? gunzipSync(body) : body).toString('utf8');
  return pushRequestSchema.parse(JSON.parse(text)).mutations.map(({ id }) => id);
}
