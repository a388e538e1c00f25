import jabar from '#resources/policies/jabar.json' with { type: 'json' };
import madiun from '#resources/policies/madiun.json' with { type: 'json' };
import magelang from '#resources/policies/magelang.json' with { type: 'json' };
import type { Role } from '#shared/domain/codes.ts';
import { type Opd, opdSchema, type User, userSchema } from '#shared/domain/reference.ts';
import { err, type Result } from '#shared/domain/result.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import { applyMutation, checkMutation } from '#shared/mutations/registry.ts';
import type { MutationContext, Refusal } from '#shared/mutations/transaction.ts';
import { type PolicyPack, readPolicyPack } from '#shared/sla/pack.ts';
import { PolicyShelf } from '#shared/sla/policy-shelf.ts';
import type { CalendarRow, PolicyRow } from '#shared/sla/published.ts';
import { MemoryTransaction } from './memory-transaction.ts';

/** Friday 20 November 2026, 09:00 WIB: an instant within office hours. */
export const nineOClock = Date.UTC(2026, 10, 20, 2, 0);
export const minute = 60_000;

export const ticketId = '0199a000-0000-7000-8000-000000000001';
export const formId = `${ticketId}/frm-006-1`;

export function testOpd(code: string): Opd {
  return opdSchema.parse({
    code,
    name: `Dinas ${code}`,
    policy: 'madiun',
    letterhead: {
      lines: ['PEMERINTAH KOTA CONTOH', `DINAS ${code}`, ''],
      address: 'Jl. Contoh 1',
      city: 'Kota Contoh',
    },
    head: { title: 'Kepala Dinas', name: 'Dra. Contoh', nip: '197001011990011001' },
  });
}

export function testUser(id: string, role: Role, change: Partial<User> = {}): User {
  return userSchema.parse({
    id,
    username: id,
    name: `Nama ${id}`,
    role,
    opd: 'DINKES',
    scope: ['DINKES'],
    ...change,
  });
}

/** One person a role, all working for DINKES; two operators and technicians; strangers of another office. */
export const people = {
  client: testUser('klien', 'client'),
  operator: testUser('operator', 'operator'),
  operator2: testUser('operator2', 'operator'),
  technician: testUser('teknisi', 'technician', { teams: ['infrastructure'] }),
  technician2: testUser('teknisi2', 'technician', { teams: ['application'] }),
  knowledge: testUser('pengetahuan', 'knowledge'),
  supervisor: testUser('supervisor', 'supervisor'),
  admin: testUser('admin', 'admin', { scope: '*' }),
  stranger: testUser('orang-lain', 'operator', { opd: 'DINSOS', scope: ['DINSOS'] }),
  strangeTechnician: testUser('teknisi-lain', 'technician', { opd: 'DINSOS', scope: ['DINSOS'] }),
  inactive: testUser('keluar', 'operator', { active: false }),
} as const;
export type Person = keyof typeof people;

/** A shipped pack, with what a test changes in it. */
export function testPack(
  name: 'madiun' | 'jabar' | 'magelang',
  change: Partial<PolicyPack> = {},
): PolicyPack {
  const pack = readPolicyPack({ madiun, jabar, magelang }[name]);
  if (!pack.ok) throw new Error(JSON.stringify(pack.error));
  return { ...pack.value, ...change };
}

/** What an administrator published, besides the shipped packs. */
export interface Published {
  readonly policies?: readonly Pick<PolicyRow, 'pack' | 'effectiveFrom'>[];
  readonly calendars?: readonly Pick<CalendarRow, 'opd' | 'revision' | 'days' | 'appliesFrom'>[];
}

function shelfWith({ policies = [], calendars = [] }: Published): PolicyShelf {
  const publication = { publishedAt: 0, publishedBy: 'admin', publishedByName: 'Nama admin', note: '' };
  const shelf = new PolicyShelf([testPack('madiun'), testPack('jabar'), testPack('magelang')]);
  shelf.replace(
    policies.map((row) => ({ id: `${row.pack.name}.${row.pack.version}`, ...row, ...publication })),
    calendars.map((row) => ({ id: `${row.opd ?? 'national'}.${row.revision}`, ...row, ...publication })),
  );
  return shelf;
}

/** An empty desk in memory: offices DINKES and DINSOS under one pack (Madiun's unless told otherwise), the people above. */
export function memoryTransaction(policy = 'madiun', published: Published = {}): MemoryTransaction {
  const offices = [testOpd('DINKES'), testOpd('DINSOS')].map((opd) => ({ ...opd, policy }));
  return new MemoryTransaction({
    users: new Map(Object.values(people).map((user) => [user.id, user])),
    opds: new Map(offices.map((opd) => [opd.code, opd])),
    policies: shelfWith(published).find,
  });
}

/** The context of a person's act; the device is enrolled with code `B7`. */
export function contextOf(who: Person, change: Partial<MutationContext> = {}): MutationContext {
  return {
    actor: people[who],
    deviceId: 'device-1',
    deviceCode: 'B7',
    mutationId: 1,
    occurredAt: nineOClock,
    receivedAt: null,
    ...change,
  };
}

/** Checks and applies one mutation as both sides do: a refused one leaves no trace. */
export function run(
  tx: MemoryTransaction,
  name: string,
  args: unknown,
  context: MutationContext,
): Result<void, Refusal> {
  const checked = checkMutation(name, args);
  if (!checked.ok) return err(checked.error);
  const trial = tx.fork();
  const result = applyMutation(trial, checked.value, context);
  if (!result.ok) return result;
  for (const ticket of trial.tickets.values()) tx.putTicket(ticket);
  for (const form of trial.forms.values()) tx.putForm(form);
  for (const file of trial.attachments.values()) tx.putAttachment(file);
  for (const entry of trial.journal.values()) tx.addJournal(entry);
  return result;
}

/** Arguments that register a complete incident at DINKES. */
export function registration(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: ticketId,
    number: 'INS-DINKES-2611-B7-0001',
    kind: 'incident',
    opd: 'DINKES',
    channel: 'telephone',
    title: 'Internet mati di ruang farmasi',
    description: 'Sejak pagi seluruh komputer tidak dapat terhubung ke internet.',
    client: { name: 'Siti Aminah', opd: 'DINKES', position: 'Apoteker', phone: '0351-000', email: '' },
    category: 'incident_network',
    serviceItem: 'Internet mati',
    urgency: 'high',
    impact: 'medium',
    reportedAt: nineOClock - 5 * minute,
    forms: [],
    ...change,
  };
}

/** A desk with one registered ticket, written on by a second-counting helper: every act is one minute after the last. */
export function deskWithTicket(change: Record<string, unknown> = {}, tx = memoryTransaction()) {
  let mutationId = 0;
  const act = (
    who: Person,
    name: string,
    args: Record<string, unknown> = {},
    context: Partial<MutationContext> = {},
  ) => {
    mutationId += 1;
    const at = { mutationId, occurredAt: nineOClock + mutationId * minute, ...context };
    return run(tx, name, { id: ticketId, ...args }, contextOf(who, at));
  };
  const must = (...input: Parameters<typeof act>) => {
    const result = act(...input);
    if (!result.ok) throw new Error(`${input[1]} refused: ${JSON.stringify(result.error)}`);
  };
  must('operator', 'ticket.register', registration(change));
  const ticket = (): Ticket => {
    const found = tx.ticket(ticketId);
    if (found === undefined) throw new Error('no ticket');
    return found;
  };
  const entries = () => [...tx.journal.values()];
  const last = () => entries().at(-1);
  return { tx, act, must, ticket, entries, last };
}
