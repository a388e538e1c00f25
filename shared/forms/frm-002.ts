import { z } from 'zod';
import { category, level, neededText, rowId, typedText } from '../domain/codes.ts';
import { serviceFactsSchema } from '../domain/ticket.ts';

/**
 * FRM-002 Pencatatan, exactly the source's fields (SOP-Dinkominfo-001 step 3): Judul, Klien, Email Tamu, Tugaskan User,
 * Prioritas (through urgency and impact), Status, Kategori, Isi, Catatan, Lampiran; the rest is Magelang's addition.
 * `status` takes only the three values printed on the form. `facts` are what the office's pack asks besides urgency and
 * impact; left out where it asks nothing more.
 */
export const frm002Schema = z.object({
  code: z.literal('FRM-002'),
  title: neededText(300),
  clientName: neededText(200),
  guestEmail: typedText(200).default(''),
  assignee: rowId.nullable(),
  urgency: level.nullable(),
  impact: level.nullable(),
  priority: z.int().nullable(),
  facts: serviceFactsSchema.partial().optional(),
  status: z.enum(['new', 'in_progress', 'closed']),
  category,
  body: neededText(20_000),
  note: typedText(20_000).default(''),
  /** Names of attached papers and files. */
  attachments: typedText(2_000).default(''),
  configurationItem: typedText(300).default(''),
  technicalManager: typedText(200).default(''),
  handling: typedText(20_000).default(''),
  cause: typedText(20_000).default(''),
});
export type Frm002 = z.infer<typeof frm002Schema>;
