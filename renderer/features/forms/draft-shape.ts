import type { z } from 'zod';

/** What a draft keeps: the fields that were typed into, and what stood in them before. */
export interface TypedDraft<V> {
  readonly typed: Partial<V>;
  readonly seen: Partial<V>;
}

export const emptyDraft = { typed: {}, seen: {} };

function readFields<V>(shape: Readonly<Record<string, z.ZodType>>, stored: unknown): Partial<V> {
  const fields: Record<string, unknown> = {};
  if (typeof stored !== 'object' || stored === null) return {};
  for (const [name, value] of Object.entries(stored)) {
    if (!Object.hasOwn(shape, name)) continue;
    const parsed = shape[name]?.safeParse(value);
    if (parsed?.success === true) fields[name] = parsed.data;
  }
  return fields as Partial<V>;
}

/**
 * A draft as it was stored, possibly by an older version of the form: fields that no longer exist or no longer fit are
 * left out, all others come back.
 */
export function readDraft<V>(shape: Readonly<Record<string, z.ZodType>>, stored: unknown): TypedDraft<V> {
  if (typeof stored !== 'object' || stored === null) return emptyDraft;
  const { typed, seen } = stored as { typed?: unknown; seen?: unknown };
  return { typed: readFields<V>(shape, typed), seen: readFields<V>(shape, seen) };
}

/**
 * The draft with more fields typed. Fields put back to what stood there before leave the draft again. `pinned` names
 * fields whose present value is kept from the first keystroke on, such as the instant of the report.
 */
export function withTyped<V extends object>(
  draft: TypedDraft<V>,
  present: V,
  patch: Partial<V>,
  pinned: readonly (keyof V)[],
): TypedDraft<V> {
  const typed: Partial<V> = { ...draft.typed };
  const seen: Partial<V> = { ...draft.seen };
  if (Object.keys(typed).length === 0) for (const name of pinned) typed[name] = present[name];
  for (const name of Object.keys(patch) as (keyof V)[]) {
    if (!Object.hasOwn(seen, name)) seen[name] = present[name] as Partial<V>[keyof V];
    typed[name] = patch[name];
    if (patch[name] === seen[name] && !pinned.includes(name)) {
      delete typed[name];
      delete seen[name];
    }
  }
  const isUntouched = (Object.keys(typed) as (keyof V)[]).every(
    (name) => pinned.includes(name) && !Object.hasOwn(seen, name),
  );
  return isUntouched ? emptyDraft : { typed, seen };
}
