import { z } from 'zod';
import { formCode, instant, opdCode, rowId } from '../domain/codes.ts';
import { frm001Schema } from './frm-001.ts';
import { frm002Schema } from './frm-002.ts';
import { frm006Schema } from './frm-006.ts';

/** The data of a form by its code. Stored data is read with the same schema that checked it when it was written. */
export const formDataSchema = z.discriminatedUnion('code', [frm001Schema, frm002Schema, frm006Schema]);

/**
 * An official form kept with its ticket. `id` starts with the ticket's id and a slash. `number` is printed; `revision`
 * counts the times the data was changed after the first save.
 */
export const formRecordSchema = z.object({
  id: rowId,
  ticketId: rowId,
  opd: opdCode,
  code: formCode,
  number: z.string().max(80),
  revision: z.int().min(0),
  data: formDataSchema,
  createdAt: instant,
  createdBy: rowId,
  updatedAt: instant,
});
export type FormRecord = z.infer<typeof formRecordSchema>;
