import jabar from '#resources/policies/jabar.json' with { type: 'json' };
import madiun from '#resources/policies/madiun.json' with { type: 'json' };
import type { Opd, User } from '#shared/domain/reference.ts';
import { type Ticket, ticketSchema } from '#shared/domain/ticket.ts';
import { formatTicketNumber } from '#shared/domain/ticket-number.ts';
import { policyPackSchema } from '#shared/sla/pack.ts';
import { enrolDevice } from '../auth/devices.ts';
import type { Principal } from '../auth/sessions.ts';
import { createTestPlatform, testCost, testOpd, testUser } from '../contract/world.ts';
import { type Database, type DatabasePlace, openDatabase } from '../db/open.ts';
import { PolicyFeed } from '../policies/policy-feed.ts';
import { createServices, type Services } from '../services.ts';
import { writeRows } from '../store/rows.ts';
import { createLocalPokes, createSharedPokes, type Pokes } from '../sync/pokes.ts';
import { push } from '../sync/push.ts';
import { MailSender } from './mail-sender.ts';
import { createSmtpPost } from './smtp.ts';
import { NoticeWatch } from './watch.ts';

/** A server that tells of deadlines, with time in the test's hands. Support of tests. */

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** Seldom, so that a month passes quickly; nothing may hang on it. */
const lookEveryMs = 6 * hourMs;

/** Timers that come when the test says so. One steered time may serve several servers. */
export function createSteeredTime() {
  const platform = createTestPlatform();
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>();
  return {
    platform,
    startTimer(ms: number, callback: () => void) {
      const timer = { at: platform.clock() + ms, callback };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    /** Fires every timer due by `end`, each at its instant; `settle` waits for what they start. */
    async passTo(end: number, settle: () => Promise<void>): Promise<void> {
      await settle();
      for (;;) {
        const next = Math.min(...[...timers].map(({ at }) => at));
        if (next > end) break;
        platform.advance(Math.max(0, next - platform.clock()));
        for (const timer of [...timers].filter(({ at }) => at === next)) {
          timers.delete(timer);
          timer.callback();
        }
        await settle();
      }
      platform.advance(end - platform.clock());
    },
  };
}
export type SteeredTime = ReturnType<typeof createSteeredTime>;

const mail = (name: string) => ({ email: `${name}@kota.go.id` });

/** Everybody has an address but `tanpa`. */
export const persons = {
  operator: testUser('op', mail('op')),
  otherOperator: testUser('op2', { ...mail('op2'), opd: 'DISDIK', scope: ['DISDIK'] }),
  technician: testUser('tek', { role: 'technician', scope: ['DINKES', 'DISDIK'], ...mail('tek') }),
  silent: testUser('tanpa', { role: 'technician' }),
  supervisor: testUser('sup', { role: 'supervisor', scope: '*', ...mail('sup') }),
  head: testUser('kabid', { role: 'knowledge', scope: ['DISKOMINFO'], ...mail('kabid') }),
} satisfies Record<string, User>;

const offices: Opd[] = [
  { ...testOpd('DINKES'), levels: { 1: [persons.head.id] } },
  { ...testOpd('DISDIK'), policy: 'jabar' },
  testOpd('DISKOMINFO'),
];

/** What a server of the test is made of. */
export interface NoticeServer {
  readonly services: Services;
  readonly watch: NoticeWatch;
  readonly sender: MailSender | null;
  readonly logged: string[];
  start(): void;
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** A server process on an open database. Without `relay` it sends no mail. */
export async function createNoticeServer(
  database: Database,
  time: SteeredTime,
  relay: string | null,
): Promise<NoticeServer> {
  const logged: string[] = [];
  const pokes: Pokes = database.url === null ? createLocalPokes() : await createSharedPokes(database.url);
  const packs = [madiun, jabar].map((pack) => policyPackSchema.parse(pack));
  const policies = await PolicyFeed.open(database.db, packs);
  const services = createServices({
    db: database.db,
    platform: time.platform,
    policies,
    pokes,
    passwordCost: testCost,
    log: (level, event, facts) => logged.push(JSON.stringify({ level, event, ...facts })),
    mailing: relay === null ? null : { publicUrl: 'https://tanggap.kota.go.id' },
  });
  const watch = new NoticeWatch(services, time.startTimer, lookEveryMs);
  const from = { name: 'Tanggap', address: 'tanggap@kota.go.id' };
  const sender =
    relay === null
      ? null
      : new MailSender(services, createSmtpPost({ smtpUrl: relay, from }), time.startTimer, lookEveryMs);
  return {
    services,
    watch,
    sender,
    logged,
    start() {
      watch.start();
      sender?.start();
    },
    async settle() {
      await watch.idle();
      await sender?.idle();
    },
    async close() {
      await watch.close();
      await sender?.close();
      await pokes.close();
    },
  };
}

/** A database with two offices, and a person's device that pushes. */
export async function createNoticeWorld(place: DatabasePlace) {
  const time = createSteeredTime();
  const database = await openDatabase(place, time.platform);
  const user = persons.operator;
  const admin = { ...user, id: 'u-admin', username: 'admin', role: 'admin', scope: '*' } as const;
  const device = await database.db.transaction().execute(async (tx) => {
    await writeRows(
      tx,
      offices.map((doc) => ({ kind: 'opd' as const, id: doc.code, doc })),
    );
    const everybody: User[] = [...Object.values(persons), { ...admin, email: '' }];
    await writeRows(
      tx,
      everybody.map((doc) => ({ kind: 'user' as const, id: doc.id, doc })),
    );
    return enrolDevice(tx, { id: 'dev', userId: admin.id, name: 'Uji', now: time.platform.clock() });
  });
  const principal: Principal = {
    user: { ...admin, email: '' },
    sessionId: 's',
    deviceId: device.id,
    deviceCode: device.code,
    accessExpiresAt: Number.MAX_SAFE_INTEGER,
  };
  let lastId = 0;
  let tickets = 0;
  const { db } = database;
  return {
    time,
    database,
    /** Pushes mutations as a device would; none may be refused. */
    async push(services: Services, ...wanted: readonly (readonly [name: string, args: object])[]) {
      const now = time.platform.clock();
      const mutations = wanted.map(([name, args]) => {
        lastId += 1;
        // The clock stands still here: what two acts of one kind would differ by in their instant is told otherwise.
        return { id: lastId, name, args, occurredAt: now, seenServerTime: now - lastId };
      });
      const pushed = await push(services, principal, { mutations });
      if (!pushed.ok) throw new Error(pushed.error.code);
      if (pushed.value.outcomes.length > 0) throw new Error(JSON.stringify(pushed.value.outcomes));
    },
    /** A registration with its ticket's id, reported now. */
    registration(change: Partial<Ticket> = {}): [string, { id: string }] {
      tickets += 1;
      const { kind = 'incident', opd = 'DINKES' } = change;
      const sequence = tickets;
      const number = formatTicketNumber({ kind, opd, month: '2611', device: device.code, sequence });
      const args = {
        id: `t-${sequence}`,
        number,
        kind,
        opd,
        channel: 'telephone',
        title: `Jaringan mati ${sequence}`,
        description: 'Sejak pagi.',
        client: { name: 'Siti', email: 'siti@warga.id' },
        category: 'incident_network',
        urgency: 'high',
        impact: 'high',
        reportedAt: time.platform.clock(),
        assignee: persons.technician.id,
        forms: [],
        ...change,
      };
      return ['ticket.register', args];
    },
    async ticket(id: string): Promise<Ticket> {
      const row = await db
        .selectFrom('stored_row')
        .select('doc')
        .where('kind', '=', 'ticket')
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      return ticketSchema.parse(row.doc);
    },
    /** Queued mails as `key recipient`, in alphabetical order. */
    async queued(): Promise<string[]> {
      const rows = await db.selectFrom('mail').select(['key', 'recipient']).execute();
      return rows.map(({ key, recipient }) => `${key} ${recipient}`).sort();
    },
  };
}
export type NoticeWorld = Awaited<ReturnType<typeof createNoticeWorld>>;
