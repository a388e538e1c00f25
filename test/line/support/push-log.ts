import { type HttpRequest, pushedIds } from './raw-request.ts';

/** Counts the pushes of one device that came to the line, and how many of them brought something a second time. */
export class PushLog {
  count = 0;
  repeated = 0;
  #highest = 0;

  see(request: HttpRequest): void {
    const ids = pushedIds(request);
    const [first] = ids ?? [];
    if (ids === null || first === undefined) return;
    this.count += 1;
    if (first <= this.#highest) this.repeated += 1;
    this.#highest = Math.max(this.#highest, ids.at(-1) ?? 0);
  }
}
