import { z } from 'zod';
import type { Result } from '../domain/result.ts';

/** Longest document or file that crosses the bridge: 50 MiB. */
export const maxFileBytes = 52_428_800;
/** More deadlines than this are not watched at once; the caller sends the nearest. */
export const maxDeadlines = 5000;

const bytes = z.custom<Uint8Array>(
  (value) => value instanceof Uint8Array && value.byteLength <= maxFileBytes,
);
const shortText = z.string().min(1).max(200);

/** A file name as the save dialog suggests it: one segment, no separator, no control character, no device name. */
export const fileName = z
  .string()
  .min(1)
  .max(150)
  .regex(/^[^\p{Cc}\p{Cf}\\/:*?"<>|]+$/u)
  .refine((name) => !/^[. ]|[. ]$/.test(name) && !/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(name));

/** A coming deadline the desktop shell announces: `at` in UTC ms, text ready to be shown. */
export const deadlineSchema = z.strictObject({
  id: z.string().min(1).max(200),
  at: z.int().min(0).max(8_640_000_000_000_000),
  title: shortText,
  body: z.string().max(500),
  /** Address inside the app that a click opens, such as "/tiket/…". */
  opens: z.string().max(300).startsWith('/').optional(),
});
export type Deadline = z.infer<typeof deadlineSchema>;

/** What is printed: the window as it stands (its print styles apply), or a whole HTML document. */
const printSource = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('window') }),
  z.strictObject({ from: z.literal('html'), html: z.string().min(1).max(20_000_000) }),
]);
export type PrintSource = z.infer<typeof printSource>;

const nothing = z.strictObject({});
/** The person may close a save dialog: then nothing was saved, which is no error. */
const saved = z.strictObject({ saved: z.boolean() });

function request<A extends z.ZodType, V extends z.ZodType>(args: A, value: V) {
  return { args, value };
}

/** Every request the page may make of the main process; there are no others. */
export const requests = {
  'app.info': request(
    nothing,
    z.strictObject({ kind: z.literal('electron'), version: z.string(), platform: z.string() }),
  ),
  /** A4. The bytes come back unless `saveAs` asks for a save dialog instead. */
  'print.pdf': request(
    z.strictObject({ source: printSource, saveAs: fileName.optional() }),
    z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('bytes'), bytes }),
      z.strictObject({ outcome: z.literal('saved') }),
      z.strictObject({ outcome: z.literal('cancelled') }),
    ]),
  ),
  'print.paper': request(z.strictObject({ source: printSource }), z.strictObject({ printed: z.boolean() })),
  'file.save': request(z.strictObject({ name: fileName, bytes }), saved),
  'notify.show': request(
    z.strictObject({ title: shortText, body: z.string().max(500), opens: deadlineSchema.shape.opens }),
    z.strictObject({ shown: z.boolean() }),
  ),
  /** Replaces the list of watched deadlines. Deadlines more than a minute past are taken as known and not announced. */
  'deadlines.set': request(
    z.strictObject({ deadlines: z.array(deadlineSchema).max(maxDeadlines) }),
    z.strictObject({ watched: z.int() }),
  ),
  'link.open': request(z.strictObject({ url: z.string().max(2048) }), nothing),
  'server.getOrigin': request(nothing, z.strictObject({ origin: z.string().nullable() })),
  /** Takes effect at the next load of the page, because the policy of a page cannot change while it is shown. */
  'server.setOrigin': request(
    z.strictObject({ origin: z.string().max(300) }),
    z.strictObject({ origin: z.string() }),
  ),
} as const;

export type RequestName = keyof typeof requests;
export type RequestArgs<N extends RequestName> = z.infer<(typeof requests)[N]['args']>;
export type RequestValue<N extends RequestName> = z.infer<(typeof requests)[N]['value']>;

/** Names of all requests, in the order of the table. */
export const requestNames = Object.keys(requests) as readonly RequestName[];

/** Stable codes of refusals across the bridge. */
export const ipcErrorCodes = [
  'sender_not_allowed',
  'arguments_not_valid',
  'link_not_allowed',
  'origin_not_allowed',
  'window_gone',
  'print_failed',
  'write_failed',
  'internal',
] as const;
export type IpcErrorCode = (typeof ipcErrorCodes)[number];
export type IpcError = { readonly code: IpcErrorCode; readonly message: string };
export type IpcAnswer<T> = Result<T, IpcError>;

const errorSchema = z.strictObject({ code: z.enum(ipcErrorCodes), message: z.string() });

/** Checks an answer that crossed the bridge; undefined where it does not keep to the contract. */
export function readAnswer<N extends RequestName>(
  name: N,
  answer: unknown,
): IpcAnswer<RequestValue<N>> | undefined {
  const shape = z.discriminatedUnion('ok', [
    z.strictObject({ ok: z.literal(true), value: requests[name].value }),
    z.strictObject({ ok: z.literal(false), error: errorSchema }),
  ]);
  const read = shape.safeParse(answer);
  return read.success ? (read.data as IpcAnswer<RequestValue<N>>) : undefined;
}
