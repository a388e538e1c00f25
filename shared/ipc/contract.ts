import { z } from 'zod';
import type { Result } from '../domain/result.ts';
import {
  filePieceSchema,
  journalAcknowledgeSchema,
  journalAppendSchema,
  journalFileReadSchema,
  journalFilesDropSchema,
  journalFilesSchema,
  journalMarkerSchema,
  journalPageSchema,
  journalPieceSchema,
  journalReadSchema,
  keptFilesSchema,
  pieceKeptSchema,
} from './outbox-journal.ts';

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
  /** Shown in place of `body` where the computer slept at the instant: nothing in it is counted from then. */
  missed: z.string().max(500).optional(),
  /** Address inside the app that a click opens, such as "/tiket/…". */
  opens: z.string().max(300).startsWith('/').optional(),
  /** What the deadline is of; of several of one thing that are due together only the highest `share` is announced. */
  about: z.string().min(1).max(200).optional(),
  /** Share of the target used up; 1, at which it is late, where left out. */
  share: z.number().positive().max(1_000).optional(),
});
export type Deadline = z.infer<typeof deadlineSchema>;

/** Words for many deadlines at once; `{total}`, `{late}` and `{approaching}` stand for the counts. */
const summarySchema = z.strictObject({
  title: shortText,
  /** The title where the computer slept at the instant of one of them. */
  missedTitle: shortText,
  body: z.string().max(500),
  opens: deadlineSchema.shape.opens,
});
export type DeadlineSummary = z.infer<typeof summarySchema>;

const deadlineListSchema = z.strictObject({
  deadlines: z.array(deadlineSchema).max(maxDeadlines),
  /** What is to be added to this computer's clock, ms; 0 where left out. */
  clockOffsetMs: z.int().optional(),
  /** Left out: each is announced by itself. */
  summary: summarySchema.optional(),
});
export type DeadlineList = z.infer<typeof deadlineListSchema>;

/** How the deadlines stand, shown beside the clock of the computer, with the words of the menu there. */
const standingSchema = z.strictObject({
  late: z.int().min(0),
  approaching: z.int().min(0),
  tooltip: z.string().min(1).max(120),
  menu: z.strictObject({ open: z.string().min(1).max(60), quit: z.string().min(1).max(60) }),
});
export type Standing = z.infer<typeof standingSchema>;

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
  /** Replaces the list of deadlines still to be told; those already past are announced at once. */
  'deadlines.set': request(deadlineListSchema, z.strictObject({ watched: z.int() })),
  /** Null takes the picture away: nobody is signed in. */
  'standing.set': request(z.strictObject({ standing: standingSchema.nullable() }), nothing),
  'link.open': request(z.strictObject({ url: z.string().max(2048) }), nothing),
  'server.getOrigin': request(nothing, z.strictObject({ origin: z.string().nullable() })),
  /** Takes effect at the next load of the page, because the policy of a page cannot change while it is shown. */
  'server.setOrigin': request(
    z.strictObject({ origin: z.string().max(300) }),
    z.strictObject({ origin: z.string() }),
  ),
  /** Answered when the entries are on the disk. One whose key is known replaces the earlier. */
  'journal.append': request(journalAppendSchema, nothing),
  /** The server has these, or they were never committed: they are not put back any more. */
  'journal.acknowledge': request(journalAcknowledgeSchema, nothing),
  'journal.read': request(journalReadSchema, journalPageSchema),
  'journal.marker': request(nothing, journalMarkerSchema),
  /** Hands over bytes that wait to be sent, piece by piece; the last is answered when the whole is on the disk. */
  'journal.keepFile': request(journalPieceSchema, pieceKeptSchema),
  'journal.files': request(journalFilesSchema, keptFilesSchema),
  'journal.readFile': request(journalFileReadSchema, filePieceSchema),
  /** The server has these, or they are not wanted any more. */
  'journal.dropFiles': request(journalFilesDropSchema, nothing),
  /** What can still be written on the volume of the app's data. */
  'storage.free': request(nothing, z.strictObject({ bytes: z.int().min(0) })),
  /** Throws the databases of the app's pages away, for where they cannot be opened any more; the journals stay. */
  'storage.reset': request(nothing, nothing),
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
  'read_failed',
  'journal_newer',
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
