import { type Opd, opdSchema, type User, userSchema } from '#shared/domain/reference.ts';
import type { PolicyLookup } from '#shared/sla/policy-shelf.ts';
import { type Row, rowSchemas } from '#shared/sync/rows.ts';
import { saveAccount } from '../auth/accounts.ts';
import { enrolDevice } from '../auth/devices.ts';
import { hashPassword, type PasswordCost } from '../auth/passwords.ts';
import type { Db } from '../db/open.ts';
import { writeRows } from '../store/rows.ts';
import { loadDemoDefinitions, type OwnDays } from './definitions.ts';
import { DemoDesk, type DemoDevice } from './desk.ts';
import { planOffice, planTickets, type TicketPlan } from './plan.ts';
import { createRandom, type Random } from './random.ts';
import { makeTicket } from './ticket.ts';
import { ownCalendarRow, usualPack, type Workplaces, workplacesOf } from './workplaces.ts';

export const demoPassword = 'Tanggap-Demo-2026';

export interface DemoJob {
  readonly db: Db;
  readonly policies: PolicyLookup;
  readonly passwordCost: PasswordCost;
  readonly tickets: number;
  readonly seed: number;
  /** Start of the first ticket and the present, UTC ms. */
  readonly span: { readonly from: number; readonly now: number };
  /** Called after each chunk with the number of tickets written so far. */
  progress?(written: number): void;
}

/** Tickets of one transaction: some thousand rows. */
const chunkSize = 200;

/** True when the database holds anything a demo could be mixed up with; what every database is given does not count. */
export async function isFilled(db: Db): Promise<boolean> {
  const account = await db.selectFrom('account').select('user_id').limit(1).executeTakeFirst();
  const row = await db
    .selectFrom('stored_row')
    .select('id')
    .where('kind', 'not in', ['policy', 'calendar'])
    .limit(1)
    .executeTakeFirst();
  return account !== undefined || row !== undefined;
}

/** Offices, days off one of them has of its own, users with accounts, and a device for everyone who works on tickets. */
async function writeReference(
  job: DemoJob,
  opds: readonly Opd[],
  users: readonly User[],
  ownDays: OwnDays,
): Promise<Map<string, DemoDevice>> {
  // Hashing is slow by intent, and all of them have the same password, which is printed anyway.
  const hashed = await hashPassword(demoPassword, job.passwordCost);
  const now = job.span.from;
  const author = users.find(({ role }) => role === 'admin');
  if (author === undefined) throw new Error('the demo needs an administrator');
  const calendar = ownCalendarRow(ownDays, author, now);
  return job.db.transaction().execute(async (tx) => {
    await writeRows(tx, [
      ...opds.map((doc) => ({ kind: 'opd', id: doc.code, doc }) as const),
      { kind: 'calendar', id: calendar.id, doc: calendar },
    ]);
    const devices = new Map<string, DemoDevice>();
    for (const user of users) {
      await saveAccount(tx, user, hashed, { mustChange: false, now });
      if (user.role === 'client' || user.role === 'knowledge') continue;
      const id = `demo-device-${user.username}`;
      const { code } = await enrolDevice(tx, { id, userId: user.id, name: `PC ${user.name}`, now });
      devices.set(user.id, { id, code, lastMutationId: 0, sequences: new Map() });
    }
    return devices;
  });
}

/** Of the offices by a pack of their own each has a fortieth of the tickets; all others lie with the usual pack. */
function planAll(
  { tickets, span }: DemoJob,
  opds: readonly Opd[],
  workplaces: Workplaces,
  random: Random,
): TicketPlan[] {
  const special = opds.filter(({ policy }) => policy !== usualPack);
  const each = Math.floor(tickets / 40);
  const usual = planTickets(tickets - special.length * each, span, workplaces.common.office, random);
  const own = special.flatMap(({ code }) =>
    planOffice(code, each, span.now, workplaces.of(code).office, random),
  );
  return [...usual, ...own].sort((one, other) => one.reportedAt - other.reportedAt);
}

async function writeChunk(db: Db, rows: readonly Row[]): Promise<void> {
  for (const row of rows) rowSchemas[row.kind].parse(row.doc);
  await db.transaction().execute((tx) => writeRows(tx, rows));
}

/**
 * Fills an empty database with a demo: the same job always gives the same rows.
 * @returns the users, for the table of log-ins, and the number of tickets.
 */
export async function fillDatabase(job: DemoJob): Promise<{ users: readonly User[]; tickets: number }> {
  const definitions = loadDemoDefinitions();
  const random = createRandom(job.seed);
  const opds = definitions.offices.map((office) => opdSchema.parse(office));
  const users = definitions.people.map((person) =>
    userSchema.parse({ ...person, id: `demo-${person.username}` }),
  );
  const devices = await writeReference(job, opds, users, definitions.ownDays);
  const workplaces = workplacesOf(job.policies, definitions);
  const desk = new DemoDesk(
    new Map(opds.map((opd) => [opd.code, opd])),
    new Map(users.map((user) => [user.id, user])),
    devices,
    job.policies,
  );
  let chunk: Row[] = [];
  let made = 0;
  let inChunk = 0;
  for (const plan of planAll(job, opds, workplaces, random)) {
    const rows = makeTicket({ definitions, users, desk, workplaces, plan, now: job.span.now }, random);
    made += rows.length === 0 ? 0 : 1;
    inChunk += 1;
    chunk.push(...rows);
    if (inChunk < chunkSize) continue;
    await writeChunk(job.db, chunk);
    job.progress?.(made);
    chunk = [];
    inChunk = 0;
  }
  await writeChunk(job.db, chunk);
  await job.db.transaction().execute(async (tx) => {
    for (const { id, lastMutationId } of devices.values())
      await tx.updateTable('device').set({ last_mutation_id: lastMutationId }).where('id', '=', id).execute();
  });
  return { users, tickets: made };
}
