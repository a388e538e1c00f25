import fc from 'fast-check';
import madiun from '#resources/policies/madiun.json' with { type: 'json' };
import { category, channel, level, type TicketState, ticketKind } from '#shared/domain/codes.ts';
import { type Excuse, type Ticket, ticketSchema } from '#shared/domain/ticket.ts';
import { movesFrom } from '#shared/domain/transitions.ts';
import { readPolicyPack } from '#shared/sla/pack.ts';
import { type CompiledPolicy, compilePolicy, priorityOf } from '#shared/sla/policy.ts';
import { testOpd } from './desk-in-memory.ts';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** The Madiun pack, compiled. */
export const madiunPolicy: CompiledPolicy = (() => {
  const pack = readPolicyPack(madiun);
  if (!pack.ok) throw new Error(JSON.stringify(pack.error));
  return compilePolicy(pack.value);
})();

export const opds = ['DINKES', 'DISKOMINFO'].map((code) => testOpd(code));

/** A lookup that knows the Madiun pack alone. */
export const policies = (name: string) => (name === 'madiun' ? madiunPolicy : undefined);

/** A ticket with the given facts; state and instants follow from its timeline. */
export function ticketOf(id: string, change: Partial<Ticket> & Pick<Ticket, 'reportedAt'>): Ticket {
  const timeline = change.timeline ?? [];
  const last = timeline.findLast((event) => event.type === 'state');
  const urgency = change.urgency === undefined ? 'medium' : change.urgency;
  const impact = change.impact === undefined ? 'medium' : change.impact;
  return ticketSchema.parse({
    id,
    number: `INS-DINKES-2611-B7-${id.padStart(4, '0')}`,
    kind: 'incident',
    opd: 'DINKES',
    title: `Tiket ${id}`,
    description: 'Uraian',
    category: 'incident_network',
    firstCategory: 'incident_network',
    channel: 'telephone',
    client: { name: 'Siti' },
    state: last?.type === 'state' ? last.to : 'new',
    urgency,
    impact,
    priority: priorityOf(madiunPolicy, { urgency, impact }),
    policy: { name: 'madiun', version: 1 },
    assignee: null,
    team: null,
    supportLevel: 1,
    openEscalation: null,
    registeredAt: change.reportedAt,
    registeredBy: 'operator',
    solvedLevel: null,
    confirmedAt: null,
    resolvedAt: null,
    closedAt: null,
    reopenCount: 0,
    escalationCount: 0,
    returnCount: 0,
    updatedAt: change.reportedAt,
    ...change,
    timeline,
  });
}

/** An excuse proposed by an operator, decided by the head. */
export function excuse(metric: string, decision: Excuse['decision']): Excuse {
  const isDecided = decision !== 'pending';
  return {
    metric,
    reason: 'Listrik padam',
    proposedBy: 'operator',
    proposedByName: 'Operator',
    proposedAt: 1,
    decision,
    decidedBy: isDecided ? 'kepala' : null,
    decidedByName: isDecided ? 'Kepala' : '',
    decidedAt: isDecided ? 2 : null,
    note: '',
  };
}

interface Steps {
  readonly reportedAt: number;
  readonly steps: readonly { readonly wait: number; readonly pick: number; readonly reply: boolean }[];
}

/** A timeline of allowed moves with random pauses between them, some none at all. */
function timelineOf({ reportedAt, steps }: Steps): Ticket['timeline'] {
  const timeline: Ticket['timeline'] = [];
  let at = reportedAt;
  let state: TicketState = 'new';
  for (const { wait, pick, reply } of steps) {
    at += wait;
    if (reply) {
      timeline.push({ at, type: 'reply' });
      continue;
    }
    const moves = movesFrom(state);
    const to = moves[pick % Math.max(1, moves.length)];
    if (to === undefined) break;
    timeline.push({ at, type: 'state', to });
    state = to;
  }
  return timeline;
}

/** At most one excuse a metric, in any stage; also of targets that are not late. */
const anyExcuses = fc
  .record({
    response: fc.option(fc.constantFrom('pending', 'approved', 'refused')),
    resolution: fc.option(fc.constantFrom('pending', 'approved', 'refused')),
  })
  .map((decisions) =>
    Object.entries(decisions).flatMap(([metric, decision]) =>
      decision === null ? [] : [excuse(metric, decision)],
    ),
  );

/** Any ticket reported within `span` ms from `from`, with any history the domain allows. */
export function anyTicket(id: string, from: number, span: number): fc.Arbitrary<Ticket> {
  return fc
    .record({
      reportedAt: fc.integer({ min: from, max: from + span }),
      steps: fc.array(
        fc.record({
          wait: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20 * day })),
          pick: fc.nat(5),
          reply: fc.boolean(),
        }),
        { maxLength: 8 },
      ),
      facts: fc.record({
        opd: fc.constantFrom('DINKES', 'DISKOMINFO', 'DINSOS'),
        kind: fc.constantFrom(...ticketKind.options),
        category: fc.constantFrom(...category.options),
        channel: fc.constantFrom(...channel.options),
        urgency: fc.option(fc.constantFrom(...level.options)),
        impact: fc.option(fc.constantFrom(...level.options)),
        excuses: anyExcuses,
        clockDoubt: fc.option(
          fc.record({
            claimedAt: fc.option(fc.integer({ min: from, max: from + span })),
            skewMs: fc.integer({ min: -hour, max: hour }),
            at: fc.integer({ min: from, max: from + span }),
          }),
          { nil: undefined },
        ),
      }),
    })
    .map(({ reportedAt, steps, facts }) =>
      ticketOf(id, { ...facts, reportedAt, timeline: timelineOf({ reportedAt, steps }) }),
    );
}

/** A list of any tickets with ids of their own. */
export function anyTickets(from: number, span: number, maxLength: number): fc.Arbitrary<Ticket[]> {
  return fc
    .nat(maxLength)
    .chain((count) =>
      fc.tuple(...Array.from({ length: count }, (_, at) => anyTicket(String(at + 1), from, span))),
    );
}
