import type { Ticket } from '#shared/domain/ticket.ts';
import type { DeskStore } from '../../renderer/data/contract.ts';
import { registration } from '../support/desk-in-memory.ts';
import type { Random } from './random.ts';

/** A mutation somebody wants to make. `word` is written by nobody else, so that it can be looked for afterwards. */
export interface Operation {
  readonly name: string;
  readonly args: Record<string, unknown>;
  readonly word: string;
}

/** What an operation is chosen from. */
export interface Chance {
  readonly random: Random;
  readonly desk: DeskStore;
  /** Tickets registered by anybody so far. */
  readonly tickets: readonly string[];
  readonly people: readonly string[];
  readonly word: string;
}

type Draw = (
  chance: Chance,
  ticket: Ticket,
) => Promise<Record<string, unknown> | null> | Record<string, unknown>;

const level = ['high', 'medium', 'low'] as const;
const minute = 60_000;

async function openForm({ desk }: Chance, { id }: Ticket): Promise<string | null> {
  const forms = await desk.forms(id);
  const open = forms.find(
    ({ data }) => data.code === 'FRM-006' && data.answered === null && data.returned === null,
  );
  return open?.id ?? null;
}

async function onOpenForm(chance: Chance, ticket: Ticket, more: Record<string, unknown>) {
  const formId = await openForm(chance, ticket);
  return formId === null ? null : { formId, ...more };
}

/** One way of drawing for every mutation but registration; the arguments get the ticket's id. */
const draws: Readonly<Record<string, Draw>> = {
  'ticket.edit': ({ random, word }, ticket) => {
    const field = random.pick(['title', 'description', 'cause', 'handling', 'clientName'] as const);
    const from = field === 'clientName' ? ticket.client.name : ticket[field];
    return { changes: [{ field, from, to: word }] };
  },
  'ticket.classify': ({ random }, ticket) => ({
    kind: random.pick(['incident', 'service_request'] as const),
    category: random.pick(['incident_network', 'incident_data', 'other'] as const),
    serviceItem: '',
    from: { kind: ticket.kind, category: ticket.category, serviceItem: ticket.serviceItem },
  }),
  'ticket.prioritise': ({ random }, ticket) => ({
    urgency: random.pick(level),
    impact: random.pick(level),
    facts: { alwaysAvailable: random.chance(0.5), durationClass: random.pick(['short', 'long'] as const) },
    from: {
      urgency: ticket.urgency,
      impact: ticket.impact,
      facts: { alwaysAvailable: ticket.alwaysAvailable, durationClass: ticket.durationClass ?? null },
    },
  }),
  'ticket.move': ({ random, word }) => ({
    to: random.pick(['in_progress', 'waiting'] as const),
    reason: word,
  }),
  'ticket.reply': ({ word }) => ({ text: word }),
  'ticket.note': ({ word }) => ({ text: word }),
  'ticket.assign': ({ random, people }) => ({
    assignee: random.chance(0.2) ? null : random.pick(people),
    team: random.pick([null, 'infrastructure', 'application'] as const),
  }),
  'ticket.escalate': ({ random, desk, people, word }, { id }) => ({
    formId: `${id}/f.${desk.newId()}`,
    to: random.pick(people),
    toTeam: null,
    toLevel: 2,
    reason: word,
    remainingMs: null,
  }),
  'escalation.accept': (chance, ticket) => onOpenForm(chance, ticket, {}),
  'escalation.answer': (chance, ticket) => onOpenForm(chance, ticket, { solution: chance.word, cause: '' }),
  'escalation.return': (chance, ticket) => onOpenForm(chance, ticket, { reason: chance.word }),
  'ticket.resolve': ({ word }) => ({ solution: word, cause: '' }),
  'ticket.confirm': () => ({}),
  'ticket.close': ({ word }) => ({ note: word }),
  'ticket.reopen': ({ word }) => ({ reason: word }),
  'ticket.cancel': ({ word }) => ({ reason: word }),
  'form.save': ({ word }, { id, title }) => ({
    formId: `${id}/f.frm-002`,
    data: {
      code: 'FRM-002',
      title,
      clientName: 'Siti Aminah',
      assignee: null,
      urgency: null,
      impact: null,
      priority: null,
      status: 'new',
      category: 'incident_network',
      body: word,
    },
  }),
  'sop.mark': ({ random }) => ({ step: random.pick(['4', '8', '9', '15'] as const) }),
  'ticket.step': ({ random }) => ({ step: random.pick(['opened', 'verified'] as const) }),
  'breach.excuse': ({ random, word }) => ({
    metric: random.pick(['response', 'resolution'] as const),
    reason: word,
  }),
  'breach.decide': ({ random, word }) => ({
    metric: random.pick(['response', 'resolution'] as const),
    approve: random.chance(0.5),
    note: word,
  }),
  'ticket.repolicy': ({ word }) => ({ version: 1, reason: word }),
  'notice.record': ({ random, desk }) => {
    const at = random.pick([0.5, 0.75, 1]);
    const step = { metric: 'response', at, reachedAt: desk.now(), told: ['assignee'] };
    return { steps: [{ key: `response.${at * 100}.600000`, ...step }], via: 'device' };
  },
  'ticket.expire': () => ({}),
  'attachment.add': ({ desk, word }, { id }) => ({
    attachmentId: `${id}/a.${desk.newId()}`,
    name: 'surat.pdf',
    type: 'application/pdf',
    size: 12_345,
    sha256: 'ab'.repeat(32),
    note: word,
  }),
  'attachment.remove': async ({ random, desk, word }, { id }) => {
    const files = await desk.files.ofTicket(id);
    return files.length === 0 ? null : { attachmentId: random.pick(files).attachment.id, reason: word };
  },
};

/** Names that `draws` and registration cover: every mutation there is must be among them. */
export const drawnMutations: readonly string[] = ['ticket.register', ...Object.keys(draws)];

/** Drawn more often than the rest, because they leave words behind that can be lost. */
const frequent = ['ticket.edit', 'ticket.reply', 'ticket.note', 'ticket.move', 'ticket.edit'];

async function drawRegistration({ random, desk, word, people }: Chance): Promise<Operation> {
  const kind = random.pick(['incident', 'service_request'] as const);
  const scope = desk.me.scope;
  const opd = random.pick(scope === '*' ? ['DINKES', 'DINSOS'] : scope.length > 0 ? scope : ['DINKES']);
  const id = desk.newId();
  const args = registration({
    id,
    number: await desk.nextTicketNumber(kind, opd),
    kind,
    opd,
    title: word,
    urgency: random.pick(level),
    impact: random.pick(level),
    assignee: random.chance(0.3) ? random.pick(people) : null,
    reportedAt: desk.now() - random.below(600) * minute,
  });
  return { name: 'ticket.register', args, word };
}

/** Draws what a person does next; null where nothing fits after some tries. */
export async function drawOperation(chance: Chance): Promise<Operation | null> {
  const { random, desk, tickets, word } = chance;
  if (tickets.length === 0 || random.chance(0.12)) return drawRegistration(chance);
  for (let tries = 0; tries < 6; tries += 1) {
    // People work on what is new rather than on what is old.
    const recent = tickets.slice(-4);
    const ticket = await desk.ticket(random.pick(random.chance(0.7) ? recent : tickets));
    if (ticket === undefined) continue;
    const name = random.pick(random.chance(0.4) ? frequent : Object.keys(draws));
    const args = await draws[name]?.(chance, ticket);
    if (args !== null && args !== undefined) return { name, args: { id: ticket.id, ...args }, word };
  }
  return null;
}
