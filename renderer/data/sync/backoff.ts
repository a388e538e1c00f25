const firstMs = 1_000;
/** Long enough for five hundred devices at one server, short enough that nobody looks at an old list after the line is back. */
const longestMs = 20_000;

/**
 * How long to wait before the next attempt after `failures` failed ones (from 1): doubling up to the longest wait, then spread
 * over half to the whole of it, so that devices that lost the server together do not come back together.
 */
export function backoffMs(failures: number, random: () => number): number {
  const full = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 16));
  return Math.round(full * (0.5 + random() * 0.5));
}

/** What `Retry-After` asks for in ms: seconds or a date; null where it says nothing usable. At most one hour. */
export function retryAfterMs(header: string | null, deviceNow: number): number | null {
  if (header === null) return null;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - deviceNow;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 3_600_000) : null;
}
