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
] as const;

function isWordName(name: string): boolean {
  return (wordNames as readonly string[]).includes(name);
}

/** Every text a person typed in the arguments, in their order; forms inside a registration repeat it and are left out. */
export function typedTexts(args: unknown): readonly TypedText[] {
  const found: TypedText[] = [];
  const visit = (value: unknown, path: readonly (string | number)[]) => {
    if (Array.isArray(value)) {
      for (const [at, inner] of value.entries()) visit(inner, [...path, at]);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const field = (value as { field?: unknown }).field;
    const named = typeof field === 'string' ? field : '';
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'forms') continue;
      if (typeof inner === 'string') {
        // `to` is words only in a correction; elsewhere it is a person or a state.
        const isWords = key === 'to' ? named !== '' : isWordName(key);
        if (isWords && inner.trim() !== '')
          found.push({ path: [...path, key], name: key === 'to' ? named : key, text: inner });
      } else visit(inner, [...path, key]);
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
