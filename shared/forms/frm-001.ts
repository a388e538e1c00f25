import { z } from 'zod';
import { category, channel, instant, level, neededText, ticketKind, typedText } from '../domain/codes.ts';
import { clientSchema } from '../domain/ticket.ts';

/** How the client wants to confirm the solution. */
export const confirmationMethod = z.enum([
  'application',
  'telephone',
  'email',
  'letter',
  'counter',
  'whatsapp',
]);

/**
 * FRM-001 Pelaporan: the client's report, taken by the operator on the telephone or at the counter. Fields after the
 * Magelang disturbance form and the Jawa Barat SOP; the Madiun source shows none. `urgency` and `impact` are as the
 * client sees them; the operator sets the ruling ones on FRM-002.
 */
export const frm001Schema = z.object({
  code: z.literal('FRM-001'),
  reportedAt: instant,
  client: clientSchema,
  method: channel,
  confirmation: confirmationMethod,
  kind: ticketKind,
  category,
  title: neededText(300),
  symptoms: neededText(20_000),
  affected: typedText(300).default(''),
  urgency: level.nullable(),
  impact: level.nullable(),
  /** Names of papers handed over with the report. */
  attachments: typedText(2_000).default(''),
  consent: z.boolean(),
});
export type Frm001 = z.infer<typeof frm001Schema>;
