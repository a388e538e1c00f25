import {
  type Category,
  type Channel,
  durationClass,
  type Level,
  serviceClass,
  serviceKind,
} from '#shared/domain/codes.ts';
import { type ServiceFacts, serviceFactNames } from '#shared/domain/ticket.ts';
import type { RegisterArgs } from '#shared/mutations/register.ts';
import { factsAsked } from '#shared/sla/facts-asked.ts';
import { type CompiledPolicy, priorityOf } from '#shared/sla/policy.ts';
import type { Cast } from './cast.ts';
import { fill, type Phrases, type Story, wording } from './definitions.ts';
import type { TicketPlan } from './plan.ts';
import type { Random } from './random.ts';

const channels: readonly { readonly value: Channel; readonly weight: number }[] = [
  { value: 'application', weight: 28 },
  { value: 'telephone', weight: 24 },
  { value: 'whatsapp', weight: 20 },
  { value: 'email', weight: 10 },
  { value: 'counter', weight: 8 },
  { value: 'letter', weight: 5 },
  { value: 'chatbot', weight: 2 },
  { value: 'laksa', weight: 1 },
  { value: 'proactive', weight: 2 },
];
const atNight: readonly Channel[] = ['whatsapp', 'email', 'application'];

/** What an operator easily takes it for at first. */
const mistaken: Partial<Record<Category, Category>> = {
  incident_application: 'incident_network',
  incident_network: 'incident_hardware',
  incident_hardware: 'other',
  incident_data: 'incident_application',
  request_data: 'request_application',
};

/** Levels of the story, or the ones the plan needs. */
function judge(story: Story, plan: TicketPlan, random: Random): { urgency: Level; impact: Level } {
  return plan.judged ?? { urgency: random.pick(story.urgency), impact: random.pick(story.impact) };
}

/** Answers to what the pack decides by besides urgency and impact; nothing where it asks no more. */
function factsOf(policy: CompiledPolicy, kind: Story['kind'], random: Random): Partial<ServiceFacts> {
  const answers: { readonly [N in keyof ServiceFacts]?: () => Partial<ServiceFacts> } = {
    severity: () => ({ severity: random.chance(0.3) ? 'major' : 'minor' }),
    serviceKind: () => ({ serviceKind: random.pick(serviceKind.options) }),
    serviceClass: () => ({ serviceClass: random.pick(serviceClass.options) }),
    durationClass: () => ({ durationClass: random.pick(durationClass.options) }),
    supportContract: () => ({ supportContract: random.chance(0.25) }),
  };
  const asked = new Set<string>(factsAsked(policy, kind));
  const facts: Partial<ServiceFacts> = {};
  for (const name of serviceFactNames) if (asked.has(name)) Object.assign(facts, answers[name]?.());
  return facts;
}

/** The registration of a ticket, with FRM-002 and, where somebody reported to a person, FRM-001. */
export function reportOf(
  input: {
    readonly id: string;
    readonly number: string;
    readonly story: Story;
    readonly plan: TicketPlan;
    readonly cast: Cast;
    readonly policy: CompiledPolicy;
    readonly phrases: Phrases;
  },
  random: Random,
): RegisterArgs {
  const { id, number, story, plan, cast, policy, phrases } = input;
  const { client, slots } = cast;
  const title = fill(wording(story.titles, cast.variant), slots);
  const description = fill(wording(story.descriptions, cast.variant), slots);
  const channel = plan.isOutsideHours ? random.pick(atNight) : random.weighted(channels).value;
  const judged = judge(story, plan, random);
  const facts = factsOf(policy, story.kind, random);
  const hasFacts = Object.keys(facts).length > 0;
  const isMistaken = plan.until === 'closed' && random.chance(0.08);
  const category = isMistaken ? (mistaken[story.category] ?? story.category) : story.category;
  const serviceItem = category === story.category ? story.serviceItem : '';
  const configurationItem = story.category === 'incident_hardware' ? (slots.asset ?? '') : (slots.app ?? '');
  const note = random.chance(0.2) ? random.pick(phrases.notes) : '';
  const { kind } = story;
  const frm001 = {
    code: 'FRM-001' as const,
    reportedAt: plan.reportedAt,
    client,
    method: channel,
    confirmation: channel === 'whatsapp' ? ('whatsapp' as const) : ('telephone' as const),
    kind,
    category,
    title,
    symptoms: description,
    affected: configurationItem,
    urgency: random.chance(0.6) ? judged.urgency : 'high',
    impact: judged.impact,
    attachments: channel === 'letter' ? 'Surat permohonan' : '',
    consent: true,
  };
  const frm002 = {
    code: 'FRM-002' as const,
    title,
    clientName: client.name,
    guestEmail: '',
    assignee: null,
    ...judged,
    priority: priorityOf(policy, { ...judged, ...facts }),
    ...(hasFacts ? { facts } : {}),
    status: 'new' as const,
    category,
    body: description,
    note,
    attachments: channel === 'letter' ? 'Surat permohonan' : '',
    configurationItem,
    technicalManager: cast.technician.name,
    handling: '',
    cause: '',
  };
  const forms: RegisterArgs['forms'] = [{ id: `${id}/frm-002`, data: frm002 }];
  if (channel !== 'proactive' && channel !== 'chatbot' && random.chance(0.7))
    forms.unshift({ id: `${id}/frm-001`, data: frm001 });
  return {
    id,
    number,
    kind,
    opd: cast.office.code,
    channel,
    title,
    description,
    client,
    category,
    serviceItem,
    ...judged,
    ...facts,
    alwaysAvailable: story.alwaysAvailable,
    configurationItem,
    technicalManager: cast.technician.name,
    reportedAt: plan.reportedAt,
    note,
    forms,
  };
}
