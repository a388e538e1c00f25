import type { TicketKind } from '#shared/domain/codes.ts';
import { register } from '#shared/mutations/register.ts';
import type { Refusal } from '#shared/mutations/transaction.ts';
import type { ReviewItem } from '../../data/contract.ts';
import { factsOf } from '../../ui/facts/asked-facts.ts';
import type { Frm001Values } from './frm-001-values.ts';
import type { Frm002Values } from './frm-002-values.ts';
import { formatLocalDateTime } from './local-date-time.ts';

/** A refused registration as it stood on its form. It keeps its id, because other refused work may hang on it. */
export interface RefusedRegistration<V> {
  readonly itemId: string;
  readonly ticketId: string;
  readonly kind: TicketKind;
  readonly opd: string;
  readonly number: string;
  /** The server takes no ticket of this number. */
  readonly isNumberRefused: boolean;
  readonly refusal: Refusal | null;
  readonly values: V;
}

export type RefusedForm =
  | { readonly code: 'FRM-001'; readonly refused: RefusedRegistration<Frm001Values> }
  | { readonly code: 'FRM-002'; readonly refused: RefusedRegistration<Frm002Values> };

type Registration = ReturnType<(typeof register)['args']['parse']>;

/** The form a refused registration came from, filled in with every word of it; null where the item is no registration. */
export function refusedForm(item: ReviewItem, zoneOf: (opd: string) => string): RefusedForm | null {
  const parsed = register.args.safeParse(readable(item.mutation?.args));
  if (item.mutation?.name !== 'ticket.register' || !parsed.success) return null;
  const args = parsed.data;
  const zone = zoneOf(args.opd);
  const code = item.refusal?.code;
  const identity = {
    itemId: item.id,
    ticketId: args.id,
    kind: args.kind,
    opd: args.opd,
    number: args.number,
    refusal: item.refusal,
    isNumberRefused: code === 'number_taken' || code === 'number_invalid',
  };
  const report = reportOf(args, zone);
  return report === null
    ? { code: 'FRM-002', refused: { ...identity, values: recordOf(args, zone) } }
    : { code: 'FRM-001', refused: { ...identity, values: report } };
}

/** What this version cannot check any more (a longer text, a form of another version) must not hide the rest. */
function readable(args: unknown): unknown {
  if (register.args.safeParse(args).success) return args;
  return typeof args === 'object' && args !== null ? { ...args, forms: [] } : args;
}

function clientOf({ client }: Registration) {
  return {
    clientName: client.name,
    clientOpd: client.opd ?? '',
    clientPosition: client.position ?? '',
    clientPhone: client.phone ?? '',
    clientEmail: client.email ?? '',
  };
}

function reportOf(args: Registration, zone: string): Frm001Values | null {
  const form = args.forms.find(({ data }) => data.code === 'FRM-001')?.data;
  if (form?.code !== 'FRM-001' || args.forms.length > 1) return null;
  return {
    opd: args.opd,
    method: form.method,
    reportedAt: formatLocalDateTime(form.reportedAt, zone),
    ...clientOf(args),
    confirmation: form.confirmation,
    title: form.title,
    category: form.category,
    kind: form.kind,
    affected: form.affected ?? '',
    symptoms: form.symptoms,
    attachments: form.attachments ?? '',
    urgency: form.urgency,
    impact: form.impact,
    consent: form.consent,
  };
}

/** What was done beyond registering is work of its own, refused by itself: the form begins as "Baru" again. */
function recordOf(args: Registration, zone: string): Frm002Values {
  const form = args.forms.find(({ data }) => data.code === 'FRM-002')?.data;
  return {
    opd: args.opd,
    channel: args.channel,
    reportedAt: formatLocalDateTime(args.reportedAt, zone),
    title: args.title,
    ...clientOf(args),
    guestEmail: args.guestEmail ?? '',
    kind: args.kind,
    category: args.category,
    serviceItem: args.serviceItem ?? '',
    body: args.description,
    ...factsOf(args),
    status: 'new',
    assignee: args.assignee ?? '',
    solution: '',
    note: args.note ?? '',
    attachments: (form?.code === 'FRM-002' ? form.attachments : '') ?? '',
    configurationItem: args.configurationItem ?? '',
    technicalManager: args.technicalManager ?? '',
    handling: args.handling ?? '',
    cause: args.cause ?? '',
  };
}
