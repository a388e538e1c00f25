/** A text a person typed within the arguments of a mutation, by its path. */
export interface TypedText {
  readonly path: readonly (string | number)[];
  /** The last name on the path, or the field a correction is about. */
  readonly name: string;
  readonly text: string;
}

/** Names under which mutations carry words of people; ids, codes and numbers are not among them. */
const wordNames = [
  'text',
  'reason',
  'solution',
  'cause',
  'investigation',
  'note',
  'tried',
  'title',
  'description',
  'to',
  'handling',
  'symptoms',
  'body',
  'affected',
  'attachments',
  'configurationItem',
  'technicalManager',
  'clientName',
  'guestEmail',
] as const;

/** What stands of a client in the arguments, by the names the ticket's own fields have. */
const clientNames: Readonly<Record<string, string>> = {
  name: 'clientName',
  opd: 'clientOpd',
  position: 'clientPosition',
  phone: 'clientPhone',
  email: 'clientEmail',
};

function isWordName(name: string): boolean {
  return (wordNames as readonly string[]).includes(name);
}

/** The name of a text at this place; null where it is an id, a code or a person. */
function nameOf(key: string, parent: string, corrected: unknown): string | null {
  if (parent === 'client') return clientNames[key] ?? null;
  // `to` is words only in a correction; elsewhere it is a person or a state. A channel is chosen from a list.
  if (key === 'to') return typeof corrected === 'string' && corrected !== 'channel' ? corrected : null;
  return isWordName(key) ? key : null;
}

/**
 * Every text a person typed in the arguments, in their order; forms inside a registration repeat it and are left out.
 * @param missed path of a text that is asked for though it is empty.
 */
export function typedTexts(args: unknown, missed = ''): readonly TypedText[] {
  const found: TypedText[] = [];
  const visit = (value: unknown, path: readonly (string | number)[]) => {
    if (Array.isArray(value)) {
      for (const [at, inner] of value.entries()) visit(inner, [...path, at]);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const corrected = (value as { field?: unknown }).field;
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'forms') continue;
      const place = [...path, key];
      if (typeof inner !== 'string') {
        visit(inner, place);
        continue;
      }
      const name = nameOf(key, String(path.at(-1) ?? ''), corrected);
      if (name !== null && (inner.trim() !== '' || place.join('.') === missed))
        found.push({ path: place, name, text: inner });
    }
  };
  visit(args, []);
  return found;
}

/** The arguments with one text replaced; the given arguments stay as they are. */
export function withText(args: unknown, path: readonly (string | number)[], text: string): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return text;
  if (Array.isArray(args))
    return args.map((inner, at) => (at === step ? withText(inner, rest, text) : inner));
  if (typeof args !== 'object' || args === null) return args;
  const copy: Record<string, unknown> = { ...args };
  copy[String(step)] = withText(copy[String(step)], rest, text);
  return copy;
}
