import type { CourierMeans } from '#shared/sync/courier-means.ts';

/** The browser's keys, streams and randomness; null where it offers none (a page over plain HTTP). */
export function systemCourierMeans(): CourierMeans | null {
  return globalThis.crypto?.subtle === undefined ? null : globalThis;
}
