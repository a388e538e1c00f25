/** Bytes one user may send in an hour: some hundred photos, and an end to filling the disk. */
const bytesPerWindow = 1_073_741_824;
const windowMs = 3_600_000;

/** Counts what each user sends; of this process alone, so several processes allow so many times more. */
export class UploadAllowance {
  readonly #spent = new Map<string, { readonly since: number; bytes: number }>();
  readonly #limit: number;

  constructor(limit = bytesPerWindow) {
    this.#limit = limit;
  }

  /** @returns how long to wait in ms before these bytes may come; 0 where they may come now, and then they count. */
  spend(userId: string, bytes: number, now: number): number {
    const spent = this.#spent.get(userId);
    if (spent === undefined || now - spent.since >= windowMs || now < spent.since) {
      if (this.#spent.size > 10_000) this.#spent.clear();
      this.#spent.set(userId, { since: now, bytes });
      return 0;
    }
    if (spent.bytes + bytes > this.#limit) return spent.since + windowMs - now;
    spent.bytes += bytes;
    return 0;
  }
}
