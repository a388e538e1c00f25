/**
 * Places in what was handed in that a schema did not keep, because it does not know them.
 * @param given what was handed in; `kept` what the schema made of it, which has the same shape where it kept anything.
 */
export function* unknownFields(
  given: unknown,
  kept: unknown,
  path: readonly (string | number)[] = [],
): Generator<readonly (string | number)[]> {
  if (Array.isArray(given) && Array.isArray(kept)) {
    for (const [at, part] of given.entries()) yield* unknownFields(part, kept[at], [...path, at]);
    return;
  }
  if (given === kept || !isRecord(given) || !isRecord(kept)) return;
  for (const [key, part] of Object.entries(given)) {
    if (part === undefined) continue;
    if (Object.hasOwn(kept, key)) yield* unknownFields(part, kept[key], [...path, key]);
    else yield [...path, key];
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
