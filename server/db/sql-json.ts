/** An escape of NUL or of half a surrogate pair, as `JSON.stringify` writes it. */
const suspicious = /\\u(?:0000|d[89a-f][0-9a-f]{2})/;

function storable(text: string): string {
  return text.replaceAll('\u0000', '\uFFFD').toWellFormed();
}

function storableValue(value: unknown): unknown {
  if (typeof value === 'string') return storable(value);
  if (Array.isArray(value)) return value.map(storableValue);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [storable(key), storableValue(inner)]),
  );
}

/**
 * JSON text for a `jsonb` parameter. PostgreSQL holds neither NUL nor half a surrogate pair; arguments with them are
 * refused long before, and what still carries one (a refusal that quotes its input) loses it here instead of failing.
 */
export function toSqlJson(value: unknown): string {
  const text = JSON.stringify(value);
  return suspicious.test(text) ? JSON.stringify(storableValue(value)) : text;
}
