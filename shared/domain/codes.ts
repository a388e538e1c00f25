import { z } from 'zod';

/**
 * The closed vocabularies of the domain. Values are stored and sent over the wire, so an old one is never renamed or
 * reused; labels for people live with the screens and in the policy packs.
 */
export const ticketKind = z.enum(['incident', 'service_request', 'access_request', 'problem', 'change']);
export type TicketKind = z.infer<typeof ticketKind>;

export const ticketState = z.enum(['new', 'in_progress', 'waiting', 'resolved', 'closed', 'cancelled']);
export type TicketState = z.infer<typeof ticketState>;

/** Urgency and impact share one three-step scale (SOP-Dinkominfo-001, priority table). */
export const level = z.enum(['high', 'medium', 'low']);
export type Level = z.infer<typeof level>;

/** The nine values of the category drop-down of FRM-002 (Madiun). */
export const category = z.enum([
  'other',
  'incident_application',
  'incident_network',
  'incident_hardware',
  'incident_data',
  'request_application',
  'request_network',
  'request_data',
  'access',
]);
export type Category = z.infer<typeof category>;

/** Whether a service fails as a whole or in part (Magelang, matrix of disturbances). */
export const severity = z.enum(['major', 'minor']);

/** Kind and class of the service affected (Magelang). */
export const serviceKind = z.enum(['public', 'administrative']);
export const serviceClass = z.enum(['critical', 'essential', 'normal']);

/** How long a request may take by its nature (Jawa Barat, SOP step 5). */
export const durationClass = z.enum(['short', 'medium', 'long']);
export type DurationClass = z.infer<typeof durationClass>;

/** How the report reached the desk. */
export const channel = z.enum([
  'application',
  'telephone',
  'email',
  'letter',
  'counter',
  'whatsapp',
  'chatbot',
  'laksa',
  'proactive',
]);
export type Channel = z.infer<typeof channel>;

export const role = z.enum(['client', 'operator', 'technician', 'knowledge', 'supervisor', 'admin']);
export type Role = z.infer<typeof role>;

/** Teams that rights and escalations are bound to (Tangerang). */
export const team = z.enum(['service_desk', 'it_support', 'infrastructure', 'application']);
export type Team = z.infer<typeof team>;

/** Numbered official forms that the desk fills in itself. */
export const formCode = z.enum(['FRM-001', 'FRM-002', 'FRM-006']);
export type FormCode = z.infer<typeof formCode>;

/** Code of a government office (Perangkat Daerah), as printed in ticket numbers: `DINKES`, `DISKOMINFO`. */
export const opdCode = z.string().regex(/^[A-Z][A-Z0-9]{1,15}$/);

/** An instant: UTC milliseconds since 1970. */
export const instant = z.int().min(-8_640_000_000_000_000).max(8_640_000_000_000_000);

/** An identifier made by a device or by the server. */
export const rowId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,119}$/);

/** True where PostgreSQL and every JSON parser can keep the text as it is: no NUL, no half of a surrogate pair. */
export function isStorableText(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}

/** Text a person typed: at most `max` characters, and storable everywhere. */
export function typedText(max: number) {
  return z.string().max(max).refine(isStorableText, { error: 'text_not_storable' });
}

/** Text that must say something. */
export function neededText(max: number) {
  return typedText(max).refine((text) => text.trim().length > 0, { error: 'text_missing' });
}
