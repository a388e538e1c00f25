import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A real line to a port that breaks after so many bytes, whichever way they go. */
export class CuttingLine {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #left = Number.POSITIVE_INFINITY;
  #port: number;
  /** Times it broke. */
  cuts = 0;

  private constructor(port: number) {
    this.#port = port;
    this.#server = createServer((near) => this.#join(near));
  }

  static async open(port: number): Promise<CuttingLine> {
    const line = new CuttingLine(port);
    line.#server.listen(0, '127.0.0.1');
    await once(line.#server, 'listening');
    return line;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The server behind the line is another one from now on. */
  leadTo(port: number): void {
    this.#port = port;
  }

  /** Breaks after so many bytes more, once; without a number it holds. */
  breakAfter(bytes = Number.POSITIVE_INFINITY): void {
    this.#left = bytes;
  }

  async close(): Promise<void> {
    this.#hangUp();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(near: Socket): void {
    const far = connect(this.#port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
      from.on('data', (bytes) => {
        const through = bytes.subarray(0, Math.max(0, this.#left));
        this.#left -= bytes.length;
        if (this.#left >= 0) to.write(bytes);
        else {
          to.write(through, () => this.#break());
        }
      });
    }
  }

  #break(): void {
    if (this.#left < 0) this.cuts += 1;
    this.#left = Number.POSITIVE_INFINITY;
    this.#hangUp();
  }

  #hangUp(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}
