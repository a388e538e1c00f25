import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { category, channel, level, ticketKind, ticketState } from '#shared/domain/codes.ts';
import { err, ok, type Result } from '#shared/domain/result.ts';
import { pathText } from '#shared/sla/pack.ts';
import { compileDateFormat } from './date-format.ts';

const column = z.string().min(1);

/** A value read from a column and translated. What `values` does not list is `otherwise`, or makes the row a bad one. */
function translated<T extends z.ZodType>(value: T) {
  return z.strictObject({
    column,
    values: z.record(z.string(), value),
    otherwise: value.optional(),
    /** For a cell that says nothing; `otherwise` where left out. */
    unknown: value.optional(),
  });
}

function constantOr<T extends z.ZodType>(value: T) {
  return z.union([z.strictObject({ constant: value }), translated(value)]);
}

/** Text put together from columns: a part whose column says nothing falls away. */
const composed = z.strictObject({
  parts: z.array(z.string()).min(1),
  join: z.string(),
  whenEmpty: z.string().default(''),
});

const history = z.discriminatedUnion('by', [
  /** One row a change of a ticket, in order. */
  z.strictObject({
    by: z.literal('rows'),
    at: column,
    who: column.nullable().default(null),
    state: translated(ticketState),
    /** Other columns whose changes are worth a journal line. */
    watched: z.array(z.strictObject({ column, field: z.string() })).default([]),
  }),
  /** One row a ticket, with a column for each instant. */
  z.strictObject({
    by: z.literal('columns'),
    who: column.nullable().default(null),
    moments: z.array(z.strictObject({ column, to: ticketState.exclude(['new']) })).min(1),
  }),
]);

/** How a table of another system becomes tickets: everything that differs from system to system, as data. */
const mappingSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: z.string().min(1),
  csv: z.strictObject({
    delimiter: z.string().length(1).default(','),
    encoding: z.enum(['utf8', 'latin1', 'utf16le']).default('utf8'),
  }),
  unknownValues: z.array(z.string()).default(['']),
  dateFormat: z.string().refine((format) => compileDateFormat(format) !== null, 'not a date format'),
  number: column,
  reportedAt: column,
  registeredAt: column.nullable().default(null),
  registeredBy: column.nullable().default(null),
  history,
  kind: constantOr(ticketKind),
  category: constantOr(category),
  channel: constantOr(channel),
  urgency: constantOr(level.nullable()),
  impact: constantOr(level.nullable()),
  client: z.strictObject({
    name: column,
    opd: column.optional(),
    position: column.optional(),
    phone: column.optional(),
    email: column.optional(),
    whenUnknown: z.string().min(1),
  }),
  assignee: column.nullable().default(null),
  texts: z.strictObject({
    title: composed,
    description: composed,
    serviceItem: composed.optional(),
    solution: composed.optional(),
    cause: composed.optional(),
    configurationItem: composed.optional(),
  }),
});
export type ImportMapping = z.infer<typeof mappingSchema>;
export type Translation = ImportMapping['category' | 'channel' | 'kind' | 'urgency' | 'impact'];
export type ComposedText = z.infer<typeof composed>;

const placeholder = /\{([^{}]+)\}/g;

/** Names of the columns a composed text reads. */
export function columnsOfText(text: ComposedText): string[] {
  return [...text.parts, text.whenEmpty].flatMap((part) =>
    [...part.matchAll(placeholder)].map(([, name = '']) => name),
  );
}

/** A part with its columns filled in; null when one of them says nothing. */
export function fillPart(part: string, cell: (column: string) => string | null): string | null {
  let isWhole = true;
  const filled = part.replace(placeholder, (_match, name: string) => {
    const value = cell(name);
    if (value === null) isWhole = false;
    return value ?? '';
  });
  return isWhole ? filled : null;
}

/** Every column the mapping reads, each once. */
export function columnsOf(mapping: ImportMapping): string[] {
  const { history: past, client, texts } = mapping;
  const translations = [mapping.kind, mapping.category, mapping.channel, mapping.urgency, mapping.impact];
  const named = [
    mapping.number,
    mapping.reportedAt,
    mapping.registeredAt,
    mapping.registeredBy,
    mapping.assignee,
    past.who,
    client.name,
    client.opd,
    client.position,
    client.phone,
    client.email,
    ...translations.map((one) => ('column' in one ? one.column : null)),
    ...(past.by === 'rows'
      ? [past.at, past.state.column, ...past.watched.map((one) => one.column)]
      : past.moments.map((one) => one.column)),
    ...Object.values(texts).flatMap((text) => (text === undefined ? [] : columnsOfText(text))),
  ];
  return [...new Set(named.filter((name) => typeof name === 'string'))];
}

/**
 * Loads a mapping by the name of a shipped one, or from a file.
 * @returns the mapping, or a sentence that names the file and the place at fault.
 */
export function loadMapping(nameOrPath: string): Result<ImportMapping, string> {
  const shipped = fileURLToPath(new URL(`../../resources/import/${nameOrPath}.json`, import.meta.url));
  const path = /^[a-z][a-z0-9-]*$/.test(nameOrPath) && existsSync(shipped) ? shipped : nameOrPath;
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    return err(`mapping ${nameOrPath}: ${(error as Error).message}`);
  }
  const parsed = mappingSchema.safeParse(json);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  return err(`mapping ${nameOrPath}: ${pathText(issue?.path ?? [])}: ${issue?.message ?? 'invalid'}`);
}
