import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const messageSchema = z.object({
  id: z.int().optional(),
  method: z.string().optional(),
  params: z.unknown().optional(),
  result: z.unknown().optional(),
});
const targetsSchema = z.object({
  targetInfos: z.array(z.object({ targetId: z.string(), type: z.string(), url: z.string() })),
});
const sessionSchema = z.object({ sessionId: z.string() });
const attachedSchema = sessionSchema.extend({ targetInfo: z.object({ type: z.string() }) });
const heapSchema = z.object({ usedSize: z.number(), backingStorageSize: z.number().default(0) });
const processesSchema = z.object({ processInfo: z.array(z.object({ type: z.string(), id: z.int() })) });

/** Memory at one look, MB. `process`: the largest of the browser's page processes, all that it holds. */
export interface Memory {
  readonly page: number;
  readonly worker: number;
  readonly process: number;
}

const megabyte = 1_048_576;

/** Asks a browser's own debugger for the memory of its page and of the page's worker. */
export class HeapWatch {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (result: unknown) => void>();
  readonly #workers = new Set<string>();
  #page = '';
  #asked = 0;
  /** The most seen at any look. */
  highest: Memory = { page: 0, worker: 0, process: 0 };

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#hear(String(data)));
  }

  /** @param profile folder of the profile a browser with one page runs on. */
  static async open(profile: string): Promise<HeapWatch> {
    const file = join(profile, 'DevToolsActivePort');
    if (!existsSync(file)) throw new Error('no browser runs on this profile');
    const [port, path] = readFileSync(file, 'utf8').split('\n');
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve);
      socket.addEventListener('error', reject);
    });
    const watch = new HeapWatch(socket);
    const { targetInfos } = targetsSchema.parse(await watch.#ask('Target.getTargets', {}));
    const targetId = targetInfos.find(({ type }) => type === 'page')?.targetId;
    watch.#page = sessionSchema.parse(
      await watch.#ask('Target.attachToTarget', { targetId, flatten: true }),
    ).sessionId;
    const follow = { autoAttach: true, waitForDebuggerOnStart: false, flatten: true };
    await watch.#ask('Target.setAutoAttach', follow, watch.#page);
    return watch;
  }

  async look(): Promise<Memory> {
    const page = await this.#heapOf(this.#page);
    const workers = await Promise.all([...this.#workers].map((session) => this.#heapOf(session)));
    const seen = { page, worker: Math.max(0, ...workers), process: await this.#largestProcess() };
    const { highest } = this;
    this.highest = {
      page: Math.max(highest.page, seen.page),
      worker: Math.max(highest.worker, seen.worker),
      process: Math.max(highest.process, seen.process),
    };
    return seen;
  }

  close(): void {
    this.#socket.close();
  }

  async #heapOf(session: string): Promise<number> {
    const heap = heapSchema.safeParse(await this.#ask('Runtime.getHeapUsage', {}, session));
    // A worker that has just ended has no answer.
    return heap.success ? (heap.data.usedSize + heap.data.backingStorageSize) / megabyte : 0;
  }

  async #largestProcess(): Promise<number> {
    const { processInfo } = processesSchema.parse(await this.#ask('SystemInfo.getProcessInfo', {}));
    const sizes = processInfo
      .filter(({ type }) => type === 'renderer')
      .map(({ id }) => residentMegabytes(id));
    return Math.max(0, ...sizes);
  }

  #ask(method: string, params: object, sessionId?: string): Promise<unknown> {
    this.#asked += 1;
    const id = this.#asked;
    const message = { id, method, params, ...(sessionId === undefined ? {} : { sessionId }) };
    this.#socket.send(JSON.stringify(message));
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  #hear(text: string): void {
    const { id, method, params, result } = messageSchema.parse(JSON.parse(text));
    if (id !== undefined) {
      this.#waiting.get(id)?.(result);
      this.#waiting.delete(id);
    }
    if (method === 'Target.attachedToTarget') {
      const { sessionId, targetInfo } = attachedSchema.parse(params);
      if (targetInfo.type === 'worker') this.#workers.add(sessionId);
    }
    if (method === 'Target.detachedFromTarget') this.#workers.delete(sessionSchema.parse(params).sessionId);
  }
}

/** What a process holds in memory; 0 where the system does not say. */
function residentMegabytes(pid: number): number {
  const file = `/proc/${pid}/status`;
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return Number(/^VmRSS:\s*(\d+)/m.exec(text)?.[1] ?? 0) / 1024;
}
