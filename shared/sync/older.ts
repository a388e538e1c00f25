import { z } from 'zod';
import { instant, rowId, typedText } from '../domain/codes.ts';
import { changeSchema } from './protocol.ts';

/** Tickets a search brings at a time. */
export const foundPerAnswer = 50;

/**
 * What a device wants of the tickets its window leaves out: those a recap of a period needs (`to` is the first instant
 * after it), those whose number, title or client has words that begin like those of a text, or one ticket by its id.
 */
export const olderWantedSchema = z.union([
  z.strictObject({ from: instant.min(0), to: instant.min(0) }),
  z.strictObject({ text: typedText(200).min(1) }),
  z.strictObject({ ticket: rowId }),
]);
export type OlderWanted = z.infer<typeof olderWantedSchema>;

/** `POST /older`. `since`: start of the device's window. `after`: the last ticket it has stored of the same answer. */
export const olderRequestSchema = z.object({
  protocol: z.int(),
  since: instant.min(0),
  wanted: olderWantedSchema,
  after: rowId.nullable(),
});

/** Lines of the answer: a head, whole tickets with the newest id first, an end. `last`: the line's last ticket. */
export const olderLineSchema = z.discriminatedUnion('line', [
  z.object({ line: z.literal('head'), epoch: z.string(), total: z.int(), serverTime: instant }),
  z.object({ line: z.literal('tickets'), last: rowId, rows: z.array(changeSchema) }),
  /** `more`: a search has found more than one answer holds. */
  z.object({ line: z.literal('end'), more: z.boolean() }),
]);
