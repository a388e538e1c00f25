import { formatTicketNumber } from '#shared/domain/ticket-number.ts';
import {
  type Change,
  type Cursor,
  errorResponseSchema,
  type MutationEnvelope,
  type PullResponse,
  pullResponseSchema,
  pushResponseSchema,
  type SessionGrant,
  sessionSchema,
  snapshotLineSchema,
} from '#shared/sync/protocol.ts';
import { password, type World } from './world.ts';

/** A device that speaks the protocol by hand: it numbers mutations and keeps the cursor, nothing else. */
export class TestDevice {
  readonly world: World;
  session: SessionGrant;
  cursor: Cursor;
  lastId: number;
  #tickets = 0;

  constructor(world: World, session: SessionGrant) {
    this.world = world;
    this.session = session;
    this.cursor = { epoch: session.epoch, versions: {} };
    this.lastId = session.lastMutationId;
  }

  /** The next mutation of this device. */
  mutation(name: string, args: unknown, change: Partial<MutationEnvelope> = {}): MutationEnvelope {
    this.lastId += 1;
    const now = this.world.platform.clock();
    return { id: this.lastId, name, args, occurredAt: now, seenServerTime: now, ...change };
  }

  /** Registers a ticket; its id is in `args.id`. */
  registration(change: Record<string, unknown> = {}, opd = 'DINKES'): MutationEnvelope {
    this.#tickets += 1;
    const sequence = this.#tickets;
    const device = this.session.deviceCode;
    const number = formatTicketNumber({ kind: 'incident', opd, month: '2611', device, sequence });
    return this.mutation('ticket.register', {
      id: `t-${device}-${sequence}`,
      number,
      kind: 'incident',
      opd,
      channel: 'telephone',
      title: `Jaringan mati ${sequence}`,
      description: 'Tidak dapat masuk ke aplikasi.',
      client: { name: 'Siti' },
      category: 'incident_network',
      urgency: 'high',
      impact: 'medium',
      reportedAt: this.world.platform.clock(),
      forms: [],
      ...change,
    });
  }

  send(path: string, payload: unknown, token = this.session.accessToken) {
    return this.world.request({
      method: 'POST',
      url: `/api/v1/${path}`,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      payload: JSON.stringify(payload),
    });
  }

  async push(...mutations: MutationEnvelope[]) {
    const answer = await this.send('push', { protocol: 1, mutations });
    if (answer.statusCode !== 200) throw new Error(`push: ${answer.statusCode} ${answer.body}`);
    return pushResponseSchema.parse(answer.json());
  }

  /** New tokens, as a device gets them after its access token ran out. */
  async refresh(): Promise<void> {
    const { deviceId, refreshToken } = this.session;
    const answer = await this.send('refresh', { protocol: 1, deviceId, refreshToken });
    this.session = sessionSchema.parse(answer.json());
  }

  /** A push that must be refused as a whole. */
  async pushError(...mutations: MutationEnvelope[]) {
    const answer = await this.send('push', { protocol: 1, mutations });
    return { status: answer.statusCode, ...errorResponseSchema.parse(answer.json()).error };
  }

  /** One page; the cursor moves on. */
  async pullPage(limit = 1000, outcomesAfter = 0): Promise<PullResponse> {
    const answer = await this.send('pull', { protocol: 1, cursor: this.cursor, outcomesAfter, limit });
    if (answer.statusCode !== 200) throw new Error(`pull: ${answer.statusCode} ${answer.body}`);
    const page = pullResponseSchema.parse(answer.json());
    this.cursor = page.cursor;
    return page;
  }

  async pullError(cursor: Cursor) {
    const answer = await this.send('pull', { protocol: 1, cursor, outcomesAfter: 0 });
    return { status: answer.statusCode, ...errorResponseSchema.parse(answer.json()).error };
  }

  /** Every page to the end. */
  async pullAll(limit = 1000): Promise<Change[]> {
    const changes: Change[] = [];
    for (;;) {
      const page = await this.pullPage(limit);
      changes.push(...page.changes);
      if (!page.more) return changes;
    }
  }

  async snapshot(after: unknown = null) {
    const answer = await this.send('snapshot', { protocol: 1, after });
    if (answer.statusCode !== 200) throw new Error(`snapshot: ${answer.statusCode} ${answer.body}`);
    const lines = answer.body.trimEnd().split('\n');
    return lines.map((line) => snapshotLineSchema.parse(JSON.parse(line)));
  }
}

/** The raw answer to a login. */
export function login(world: World, username: string, change: Record<string, unknown> = {}) {
  return world.request({
    method: 'POST',
    url: '/api/v1/login',
    payload: { protocol: 1, username, password, deviceId: null, deviceName: 'Uji', ...change },
  });
}

/** A new device on which this person is logged in. */
export async function deviceOf(world: World, username: string): Promise<TestDevice> {
  const answer = await login(world, username);
  if (answer.statusCode !== 200) throw new Error(`login: ${answer.statusCode} ${answer.body}`);
  return new TestDevice(world, sessionSchema.parse(answer.json()));
}

/** The newest document of a row among changes. */
export function docOf(changes: readonly Change[], kind: Change['kind'], id: string) {
  return changes.findLast((change) => change.kind === kind && change.id === id)?.doc ?? undefined;
}

/** Registers a ticket of the person's own office; its id. Throws where it is refused. */
export async function newTicket(device: TestDevice, change: Record<string, unknown> = {}): Promise<string> {
  const registration = device.registration(change);
  const { outcomes } = await device.push(registration);
  if (outcomes.length > 0) throw new Error(`refused: ${JSON.stringify(outcomes)}`);
  return idOf(registration);
}

/** The id a mutation names; empty where there is none. */
export function idOf(mutation: Pick<MutationEnvelope, 'args'> | undefined): string {
  return (mutation?.args as { id?: string } | undefined)?.id ?? '';
}

/** The ticket as the server has it now. */
export async function ticketOf(device: TestDevice, id: string) {
  device.cursor = { epoch: device.session.epoch, versions: {} };
  return docOf(await device.pullAll(), 'ticket', id);
}
