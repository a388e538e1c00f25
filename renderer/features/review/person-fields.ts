import { z } from 'zod';

/** Arguments that name the person work is given to, by mutation. */
const fields: Readonly<Record<string, readonly string[]>> = {
  'ticket.assign': ['assignee'],
  'ticket.escalate': ['to'],
};

const chosen = z.record(z.string(), z.unknown());

/** A person chosen in the arguments of a mutation. */
export interface PersonField {
  readonly path: readonly [string];
  readonly userId: string;
}

/** The people a mutation gives work to; teams and nobody are left out. */
export function personFields({
  name,
  args,
}: {
  readonly name: string;
  readonly args: unknown;
}): PersonField[] {
  const values = chosen.safeParse(args).data ?? {};
  return (fields[name] ?? []).flatMap((field): PersonField[] => {
    const userId = values[field];
    return typeof userId === 'string' ? [{ path: [field], userId }] : [];
  });
}
