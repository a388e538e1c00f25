import fc from 'fast-check';
import { durationClass, level, serviceClass, serviceKind, severity } from '#shared/domain/codes.ts';
import type { ClockDoubt } from '#shared/domain/journal.ts';
import type { serviceFactsSchema } from '#shared/domain/ticket.ts';
import type { MutationName } from '#shared/mutations/registry.ts';
import { minute, nineOClock, type Person, registration, ticketId } from './desk-in-memory.ts';

/** One act on the ticket of `deskWithTicket`, by anybody, with a clock that may show anything. */
export interface RandomAct {
  readonly who: Person;
  readonly name: MutationName;
  readonly args: Record<string, unknown>;
  readonly occurredAt: number;
  readonly clock: ClockDoubt | undefined;
}

const text = fc.oneof(
  { arbitrary: fc.constantFrom('Router dimulai ulang', 'Kabel diganti', 'x'), weight: 6 },
  fc.constant(''),
);
const formId = fc.constantFrom(...['1', '2', '3'].map((place) => `${ticketId}/frm-006-${place}`));
const levels = fc.constantFrom(...level.options, null);
const metric = fc.oneof(
  { arbitrary: fc.constantFrom('response', 'entry'), weight: 4 },
  fc.constantFrom('resolution', 'fulfilment', 'verification', 'unheard_of'),
);
const attachment = fc.constantFrom(`${ticketId}/a.1`, `${ticketId}/a.2`);
const nothing = fc.constant({});

/** Facts of the service, each known or not. */
export const randomFacts = fc.record(
  {
    alwaysAvailable: fc.boolean(),
    severity: fc.constantFrom(...severity.options, null),
    serviceKind: fc.constantFrom(...serviceKind.options, null),
    serviceClass: fc.constantFrom(...serviceClass.options, null),
    durationClass: fc.constantFrom(...durationClass.options, null),
    supportContract: fc.boolean(),
    onSite: fc.boolean(),
  } satisfies { [N in keyof typeof serviceFactsSchema.shape]: unknown },
  { requiredKeys: [] },
);
const judgement = fc.record(
  { urgency: levels, impact: levels, facts: randomFacts },
  { requiredKeys: ['urgency', 'impact'] },
);
const classification = fc.record({
  kind: fc.constantFrom('incident', 'service_request', 'access_request'),
  category: fc.constantFrom('incident_network', 'request_data'),
  serviceItem: fc.constantFrom('Internet mati', ''),
});
const report = {
  code: 'FRM-001',
  reportedAt: nineOClock,
  client: { name: 'Siti' },
  method: 'telephone',
  confirmation: 'telephone',
  kind: 'incident',
  category: 'other',
  title: 'T',
  symptoms: 'S',
  urgency: null,
  impact: null,
};

/** Arguments of every mutation, apart from the ticket's id. */
const argsOf: { readonly [N in MutationName]: fc.Arbitrary<Record<string, unknown>> } = {
  'ticket.register': fc.constant(registration()),
  'ticket.edit': fc
    .record({ field: fc.constantFrom('title', 'cause'), from: text, to: text })
    .map((one) => ({ changes: [one] })),
  'ticket.classify': fc.tuple(classification, classification).map(([to, from]) => ({ ...to, from })),
  'ticket.prioritise': fc.tuple(judgement, judgement).map(([to, from]) => ({ ...to, from })),
  'ticket.move': fc.record({ to: fc.constantFrom('in_progress', 'waiting'), reason: text }),
  'ticket.reply': fc.record({ text }),
  'ticket.note': fc.record({ text }),
  'ticket.assign': fc.record({ assignee: fc.constantFrom('teknisi', 'operator', 'keluar', null) }),
  'ticket.escalate': fc.record({
    formId,
    to: fc.constantFrom('teknisi', 'teknisi2', null),
    toTeam: fc.constantFrom('application', null),
    toLevel: fc.constantFrom(2, 3),
    reason: text,
    remainingMs: fc.constant(null),
  }),
  'escalation.accept': fc.record({ formId }),
  'escalation.answer': fc.record({ formId, solution: text, cause: text }),
  'escalation.return': fc.record({ formId, reason: text }),
  'ticket.resolve': fc.record({ solution: text, cause: text }),
  'ticket.confirm': nothing,
  'ticket.close': nothing,
  'ticket.reopen': fc.record({ reason: text }),
  'ticket.cancel': fc.record({ reason: text }),
  'form.save': fc.record({
    formId: fc.constantFrom(`${ticketId}/frm-001`, `${ticketId}/frm-006-1`),
    data: fc.boolean().map((consent) => ({ ...report, consent })),
  }),
  'sop.mark': fc.record({ step: fc.constantFrom('4', '8', '9', '15') }),
  'ticket.step': fc.record({ step: fc.constantFrom('opened', 'verified', 'assigned', 'unheard_of') }),
  'ticket.repolicy': fc.record({ version: fc.constantFrom(1, 2, 3), reason: text }),
  'ticket.expire': nothing,
  'breach.excuse': fc.record({ metric, reason: text }),
  'breach.decide': fc.record({ metric, approve: fc.boolean(), note: text }),
  'notice.record': fc.record({
    steps: fc.array(
      fc.constantFrom(0.5, 0.9, 1).map((at) => ({
        key: `response.${at * 100}.600000`,
        metric: 'response',
        at,
        reachedAt: nineOClock,
        told: ['assignee', 'operator'],
      })),
      { minLength: 1, maxLength: 3 },
    ),
    via: fc.constantFrom('device', 'mail'),
  }),
  'attachment.add': fc.record({
    attachmentId: attachment,
    name: fc.constantFrom('foto.jpg', 'foto.png'),
    type: fc.constant('image/jpeg'),
    size: fc.constant(3),
    sha256: fc.constantFrom('a', 'b').map((digit) => digit.repeat(64)),
  }),
  'attachment.remove': fc.record({ attachmentId: attachment, reason: text }),
};

/** Most sequences would be over at once, or hardly ever get as far, if all were drawn alike. */
const weights: Partial<Record<MutationName, number>> = {
  'ticket.cancel': 1,
  'ticket.expire': 6,
  'breach.excuse': 9,
  'breach.decide': 9,
};
const calls = fc.oneof(
  ...(Object.keys(argsOf) as MutationName[]).map((name) => ({
    weight: weights[name] ?? 3,
    arbitrary: argsOf[name].map((args) => ({ name, args: { id: ticketId, ...args } })),
  })),
);

/** Clocks of every kind: minutes apart, weeks apart, years wrong, and the ends of what an instant can be. */
const clocks = fc.oneof(
  {
    arbitrary: fc.integer({ min: -30, max: 600 }).map((minutes) => nineOClock + minutes * minute),
    weight: 6,
  },
  {
    arbitrary: fc.integer({ min: 0, max: 10 }).map((weeks) => nineOClock + weeks * 7 * 24 * 60 * minute),
    weight: 3,
  },
  fc.integer({ min: -10, max: 10 }).map((years) => nineOClock + years * 365 * 24 * 60 * minute),
  fc.constantFrom(0, -8_640_000_000_000_000, 8_640_000_000_000_000),
);
const doubts = fc.option(
  fc.record({
    skewMs: fc.integer({ min: -90 * minute, max: 90 * minute }),
    claimedAt: fc.constantFrom(null, nineOClock),
  }),
  { nil: undefined, freq: 4 },
);
const staff = fc.constantFrom<Person>(
  'operator',
  'operator2',
  'technician',
  'technician2',
  'supervisor',
  'admin',
);

/** Up to forty acts, one after the other. */
export const randomActs: fc.Arbitrary<readonly RandomAct[]> = fc.array(
  fc
    .tuple(staff, calls, clocks, doubts)
    .map(([who, call, occurredAt, clock]): RandomAct => ({ who, ...call, occurredAt, clock })),
  { minLength: 1, maxLength: 40, size: 'max' },
);
