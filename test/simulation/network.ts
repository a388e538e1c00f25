import type { AppProcess } from './crash-store.ts';
import type { Random } from './random.ts';
import type { Answer, SimServer } from './sim-server.ts';

/** A request on its way, or its answer on the way back. */
interface Parcel {
  readonly no: number;
  readonly desk: number;
  readonly process: AppProcess;
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  /** Set once the server has answered. */
  answer?: Answer;
  resolve(response: Response): void;
  reject(error: Error): void;
}

/** What becomes of a parcel when its turn comes. */
export type Fate =
  | 'deliver'
  | 'lose_request'
  | 'lose_answer'
  | 'hold_answer'
  | 'twice'
  | 'echo_later'
  | 'cut'
  | 'server_error'
  | 'portal';

const faults: readonly Exclude<Fate, 'deliver'>[] = [
  'lose_request',
  'lose_answer',
  'hold_answer',
  'twice',
  'echo_later',
  'cut',
  'server_error',
  'portal',
];

/** As `fetch` hands it over. */
export function responseOf(answer: Exclude<Answer, null>): Response {
  return new Response(answer.body as Uint8Array<ArrayBuffer>, {
    status: answer.status,
    headers: answer.headers.map(([name, value]) => [name, value] as [string, string]),
  });
}

/** The line between the desks and the server. Nothing moves on it unless the scheduler says so. */
export class SimNetwork {
  readonly #server: SimServer;
  readonly #random: Random;
  readonly #trace: (line: string) => void;
  readonly #waiting: Parcel[] = [];
  /** Copies of requests that a bad line delivers long afterwards. */
  readonly #echoes: Parcel[] = [];
  readonly #listeners = new Set<(desk: number) => void>();
  #posted = 0;

  constructor(server: SimServer, random: Random, trace: (line: string) => void) {
    this.#server = server;
    this.#random = random;
    this.#trace = trace;
  }

  fetch(desk: number, process: AppProcess, path: string, init: RequestInit): Promise<Response> {
    return new Promise((resolve, reject) => {
      this.#posted += 1;
      this.#waiting.push({
        no: this.#posted,
        desk,
        process,
        method: init.method ?? 'GET',
        path,
        headers: init.headers as Record<string, string>,
        body: typeof init.body === 'string' ? init.body : '',
        resolve,
        reject,
      });
      for (const listener of this.#listeners) listener(desk);
    });
  }

  isWaiting(desk: number, process: AppProcess): boolean {
    return this.#waiting.some((parcel) => parcel.desk === desk && parcel.process === process);
  }

  get isBusy(): boolean {
    return this.#waiting.length > 0;
  }

  /** Resolves when this desk sends something. */
  posted(desk: number): Promise<void> {
    return new Promise((resolve) => {
      const listener = (who: number): void => {
        if (who !== desk) return;
        this.#listeners.delete(listener);
        resolve();
      };
      this.#listeners.add(listener);
    });
  }

  /** Moves one parcel, chosen at random; returns the desk that goes on because of it, or null. */
  async step(faultChance: number): Promise<number | null> {
    if (this.#echoes.length > 0 && this.#random.chance(0.3)) {
      const echo = this.#echoes.splice(this.#random.below(this.#echoes.length), 1)[0] as Parcel;
      this.#trace(`echo ${echo.no} ${echo.path}`);
      await this.#ask(echo);
      return null;
    }
    if (this.#waiting.length === 0) return null;
    const parcel = this.#waiting[this.#random.below(this.#waiting.length)] as Parcel;
    if (parcel.answer !== undefined) {
      this.#end(parcel, parcel.answer);
      return parcel.desk;
    }
    const fate = this.#random.chance(faultChance) ? this.#random.pick(faults) : 'deliver';
    this.#trace(`parcel ${parcel.no} ${parcel.desk} ${parcel.path} ${fate}`);
    return this.#apply(parcel, fate);
  }

  async #apply(parcel: Parcel, fate: Fate): Promise<number | null> {
    switch (fate) {
      case 'lose_request':
        this.#end(parcel, null);
        return parcel.desk;
      case 'server_error':
        this.#end(parcel, page(503, '<html><body>Service unavailable</body></html>', 'text/html'));
        return parcel.desk;
      case 'portal':
        this.#end(parcel, page(200, '<html><body>Masuk ke jaringan tamu</body></html>', 'text/html'));
        return parcel.desk;
      case 'lose_answer':
        await this.#ask(parcel);
        this.#end(parcel, null);
        return parcel.desk;
      case 'twice':
        await this.#ask(parcel);
        this.#end(parcel, await this.#ask(parcel));
        return parcel.desk;
      case 'echo_later':
        this.#echoes.push(parcel);
        this.#end(parcel, await this.#ask(parcel));
        return parcel.desk;
      case 'hold_answer':
        parcel.answer = await this.#ask(parcel);
        return null;
      case 'cut': {
        const answer = await this.#ask(parcel);
        const kept = answer === null ? 0 : this.#random.below(answer.body.length + 1);
        this.#end(parcel, answer === null ? null : { ...answer, body: answer.body.slice(0, kept) });
        return parcel.desk;
      }
      default:
        this.#end(parcel, await this.#ask(parcel));
        return parcel.desk;
    }
  }

  /** Forgets everything under way: the end of all faults. */
  clear(): void {
    this.#echoes.length = 0;
    for (const parcel of [...this.#waiting]) this.#end(parcel, null);
  }

  async #ask(parcel: Parcel): Promise<Answer> {
    const answer = await this.#server.request(parcel.method, parcel.path, parcel.headers, parcel.body);
    this.#trace(`answer ${parcel.no} ${answer?.status ?? 'none'} ${answer?.body.length ?? 0}`);
    return answer;
  }

  #end(parcel: Parcel, answer: Answer): void {
    const at = this.#waiting.indexOf(parcel);
    if (at >= 0) this.#waiting.splice(at, 1);
    // Whoever waited for it may be gone.
    if (!parcel.process.alive) return;
    if (answer === null) parcel.reject(new TypeError('no network'));
    else parcel.resolve(responseOf(answer));
  }
}

function page(status: number, text: string, type: string): Answer {
  return { status, headers: [['content-type', type]], body: new TextEncoder().encode(text) };
}
