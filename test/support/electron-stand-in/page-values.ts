/** Bytes survive the way between Node and the page only as text, so they travel as base64 under this key. */
const bytesKey = '$bytes';

/** Makes a value ready for the way to or from the page. */
export function pack(value: unknown): unknown {
  if (value instanceof Uint8Array) return { [bytesKey]: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return value.map(pack);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, pack(inner)]));
  }
  return value;
}

/** Undoes `pack`. */
export function unpack(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpack);
  if (value !== null && typeof value === 'object') {
    const text = (value as Record<string, unknown>)[bytesKey];
    if (typeof text === 'string') return new Uint8Array(Buffer.from(text, 'base64'));
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unpack(inner)]));
  }
  return value;
}
