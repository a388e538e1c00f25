/** Texts by the names of their fields. */
export type Texts<F extends string> = Readonly<Record<F, string>>;

/**
 * The stored draft together with what was typed before it had been read: neither is lost. A field that still held its
 * initial text takes the typed one; else the typed text goes below the stored one.
 */
export function mergeEarly<F extends string>(
  initial: Texts<F>,
  stored: Texts<F>,
  early: Partial<Texts<F>>,
): Texts<F> {
  const merged: Record<F, string> = { ...stored };
  for (const field of Object.keys(early) as F[]) {
    const typed = early[field] ?? '';
    const isUntouched = stored[field] === initial[field] || stored[field].trim() === '';
    merged[field] =
      isUntouched || typed.trim() === '' ? typed || stored[field] : `${stored[field]}\n${typed}`;
  }
  return merged;
}

/** What is still to be sent of a field after `sent` was kept: what was typed while it was being stored. */
export function restAfter(sent: string, typed: string): string {
  return typed.startsWith(sent) ? typed.slice(sent.length).trimStart() : typed;
}
