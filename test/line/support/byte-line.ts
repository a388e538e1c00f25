import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { type Cut, type CutPlace, placeIn } from './cut-plan.ts';
import { RateLimit } from './rate-limit.ts';
import { type HttpRequest, isStream, readRequest } from './raw-request.ts';

export interface LineQuality {
  /** Bytes a second in each direction, all connections together; null: as fast as it goes. */
  readonly bytesPerSecond: number | null;
  /** From the request to the first byte of its answer, at least. */
  readonly latencyMs: number;
  /** Asked once for each connection: where it is cut; null where it is not. */
  nextCut(request: HttpRequest): Cut | null;
}

/** What passed over the line so far. */
export interface LineCounts {
  connections: number;
  readonly cuts: Record<CutPlace, number>;
  bytesUp: number;
  bytesDown: number;
}

const noCounts = (): LineCounts => ({
  connections: 0,
  cuts: { before: 0, request: 0, between: 0, answer: 0, after: 0 },
  bytesUp: 0,
  bytesDown: 0,
});

/** A line without faults. */
export const healedLine: LineQuality = { bytesPerSecond: null, latencyMs: 0, nextCut: () => null };

/**
 * A line between one browser and the server at the level of bytes: slow, late, and cut at any byte of request or answer.
 * Each connection carries one request, so that a share of connections is a share of requests. What is cut reaches the
 * server, or the browser, up to that byte.
 */
export class ByteLine {
  /** Since the line became what it is. */
  counts = noCounts();
  readonly #server: Server;
  readonly #upstream: number;
  readonly #open = new Set<Socket>();
  #quality: LineQuality = healedLine;
  #up = new RateLimit(null);
  #down = new RateLimit(null);
  #isDead = false;

  private constructor(server: Server, upstreamPort: number) {
    this.#server = server;
    this.#upstream = upstreamPort;
  }

  /** Listens on a free loopback port; `onRequest` sees each whole request before it is sent on. */
  static async open(upstreamPort: number, onRequest: (request: HttpRequest) => void = () => undefined) {
    const server = createServer();
    const line = new ByteLine(server, upstreamPort);
    server.on('connection', (socket) => {
      line.#keep(socket);
      if (line.#isDead) return void socket.resetAndDestroy();
      line.#carry(socket, onRequest).catch(() => socket.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return line;
  }

  get origin(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  /** From now on; connections that are open stay as fast as they were. */
  become(quality: LineQuality): void {
    this.#quality = quality;
    this.counts = noCounts();
    this.#up = new RateLimit(quality.bytesPerSecond);
    this.#down = new RateLimit(quality.bytesPerSecond);
  }

  /** The cable is pulled: every connection breaks, none is accepted. */
  cut(): void {
    this.#isDead = true;
    for (const socket of this.#open) socket.resetAndDestroy();
  }

  mend(): void {
    this.#isDead = false;
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #keep(socket: Socket): void {
    this.#open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#open.delete(socket));
  }

  async #carry(browser: Socket, onRequest: (request: HttpRequest) => void): Promise<void> {
    const request = await readRequest(browser);
    // The browser opens some connections ahead and never uses them.
    if (request === null) return void browser.destroy();
    const { counts } = this;
    const quality = this.#quality;
    counts.connections += 1;
    const cut = quality.nextCut(request);
    const isCutAt = (...places: CutPlace[]) => cut !== null && places.includes(cut.place);
    const end = (server?: Socket) => {
      if (cut !== null) counts.cuts[cut.place] += 1;
      browser.resetAndDestroy();
      server?.resetAndDestroy();
    };
    if (isCutAt('before')) return end();
    onRequest(request);
    await pause(quality.latencyMs / 2);
    if (browser.destroyed) return;
    const server = connect({ host: '127.0.0.1', port: this.#upstream });
    this.#keep(server);
    browser.on('close', () => server.destroy());
    const sent = isCutAt('request') ? placeIn(cut, request.bytes.length) : request.bytes.length;
    await this.#drip(request.bytes.subarray(0, sent), server, this.#up, 'bytesUp');
    if (isCutAt('request', 'between')) {
      // What was sent has arrived when the server has read it; a reset would take it back.
      server.end();
      if (isCutAt('between')) await once(server, 'readable');
      return end(server);
    }
    await this.#answer(server, browser, isCutAt('answer', 'after') ? cut : null, request, end);
  }

  async #answer(
    server: Socket,
    browser: Socket,
    cut: Cut | null,
    request: HttpRequest,
    end: (server: Socket) => void,
  ): Promise<void> {
    const { latencyMs } = this.#quality;
    const isGathered = cut !== null && !isStream(request);
    const gathered: Buffer[] = [];
    let passed = 0;
    for await (const chunk of server as AsyncIterable<Buffer>) {
      if (isGathered) {
        gathered.push(chunk);
        continue;
      }
      if (passed === 0) await pause(latencyMs / 2);
      const left = cut === null ? chunk.length : placeIn(cut, cut.streamBytes) - passed;
      await this.#drip(chunk.subarray(0, Math.max(0, left)), browser, this.#down, 'bytesDown');
      passed += chunk.length;
      if (left <= chunk.length && cut !== null) return end(server);
      if (browser.destroyed) return;
    }
    if (!isGathered) return void browser.end();
    const answer = Buffer.concat(gathered);
    await pause(latencyMs / 2);
    const until = cut.place === 'after' ? answer.length : placeIn(cut, answer.length);
    await this.#drip(answer.subarray(0, until), browser, this.#down, 'bytesDown');
    end(server);
  }

  /** Writes as fast as the line allows, and waits until all of it was taken. */
  async #drip(
    bytes: Buffer,
    to: Socket,
    limit: RateLimit,
    direction: 'bytesUp' | 'bytesDown',
  ): Promise<void> {
    for (let at = 0; at < bytes.length && !to.destroyed; at += packetBytes) {
      const packet = bytes.subarray(at, at + packetBytes);
      await limit.take(packet.length);
      await new Promise<void>((resolve) => to.write(packet, () => resolve()));
      this.counts[direction] += packet.length;
    }
  }
}

/** One packet on the wire. */
const packetBytes = 1_460;

function pause(ms: number): Promise<void> {
  return ms === 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms));
}
