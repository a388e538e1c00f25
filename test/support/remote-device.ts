import type { z } from 'zod';
import { formatTicketNumber } from '#shared/domain/ticket-number.ts';
import {
  type MutationEnvelope,
  type PullResponse,
  protocolVersion,
  pullResponseSchema,
  pushResponseSchema,
  type SessionGrant,
  sessionSchema,
} from '#shared/sync/protocol.ts';

/** How long an unanswered request is waited for, and how long before the same is sent again; ms. */
const patienceMs = 30_000;
const pauseMs = 25;

/** What came back: the body of a 200, a refusal of the whole request, or nothing (the line or the server broke). */
type Answer =
  | { readonly kind: 'taken'; readonly body: unknown }
  | { readonly kind: 'refused'; readonly status: number; readonly text: string }
  | { readonly kind: 'none' };

async function post(origin: string, { route, token, payload }: ApiRequest): Promise<Answer> {
  try {
    const response = await fetch(`${origin}/api/v1/${route}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(payload),
      signal: AbortSignal.timeout(patienceMs),
    });
    const text = await response.text();
    if (response.status >= 500) return { kind: 'none' };
    if (!response.ok) return { kind: 'refused', status: response.status, text };
    return { kind: 'taken', body: JSON.parse(text) };
  } catch {
    return { kind: 'none' };
  }
}

/**
 * A device that speaks the protocol over HTTP with a running server, or with several of one database: it repeats what
 * was not answered, word for word, until it is. It keeps no rows.
 */
export class RemoteDevice {
  session: SessionGrant;
  /** Servers it speaks to, in turn. */
  readonly origins: readonly string[];
  lastId: number;
  /** Highest mutation a server has acknowledged. */
  acknowledged: number;
  readonly #patience = new AbortController();
  #renewing: Promise<void> | null = null;
  #turn = 0;
  #tickets = 0;

  private constructor(origins: readonly string[], session: SessionGrant) {
    this.origins = origins;
    this.session = session;
    this.lastId = session.lastMutationId;
    this.acknowledged = session.lastMutationId;
  }

  /** Enrols a new device of this person. Throws where the server refuses. */
  static async login(origins: readonly string[], username: string, password: string): Promise<RemoteDevice> {
    const payload = { protocol: protocolVersion, username, password, deviceId: null, deviceName: 'Uji' };
    const session = await repeated(origins, 0, { route: 'login', token: '', payload }, sessionSchema);
    return new RemoteDevice(origins, session);
  }

  get code(): string {
    return this.session.deviceCode;
  }

  /** The next mutation of this device. Instants are the machine's own. */
  mutation(name: string, args: unknown): MutationEnvelope {
    this.lastId += 1;
    const occurredAt = this.session.serverTime;
    return { id: this.lastId, name, args, occurredAt, seenServerTime: occurredAt };
  }

  /** Registers a ticket, whose id is `ticketId(sequence)` for the number of registrations so far. */
  registration(opd: string): MutationEnvelope {
    this.#tickets += 1;
    const sequence = this.#tickets;
    const number = formatTicketNumber({ kind: 'incident', opd, month: '2611', device: this.code, sequence });
    return this.mutation('ticket.register', {
      id: this.ticketId(sequence),
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
      reportedAt: this.session.serverTime,
      forms: [],
    });
  }

  ticketId(sequence: number): string {
    return `t-${this.code}-${sequence}`;
  }

  /** Pushes to the next server in turn, and the same again until one has answered. Throws where it is refused. */
  async push(mutations: readonly MutationEnvelope[]) {
    this.#turn += 1;
    const payload = { protocol: protocolVersion, mutations };
    const answer = await this.#send('push', payload, pushResponseSchema);
    this.acknowledged = Math.max(this.acknowledged, answer.lastMutationId);
    return answer;
  }

  async pull(cursor: PullResponse['cursor'], limit: number): Promise<PullResponse> {
    this.#turn += 1;
    const payload = { protocol: protocolVersion, cursor, outcomesAfter: 0, limit };
    return this.#send('pull', payload, pullResponseSchema);
  }

  /** Any other request of the API, once; the parsed body. Throws where there is no 200. */
  async ask(origin: string, route: string, payload: object): Promise<unknown> {
    const body = { protocol: protocolVersion, ...payload };
    const answer = await post(origin, { route, token: this.session.accessToken, payload: body });
    if (answer.kind === 'taken') return answer.body;
    throw new Error(`${route}: ${answer.kind === 'none' ? 'no answer' : `${answer.status} ${answer.text}`}`);
  }

  /** Ends everything that still waits for an answer, with an error. */
  giveUp(): void {
    this.#patience.abort(new Error('given up'));
  }

  /** With new tokens where the present ones have run out. */
  async #send<S extends z.ZodType>(route: string, payload: unknown, schema: S): Promise<z.infer<S>> {
    const send = (token: string) =>
      repeated(this.origins, this.#turn, { route, token, payload }, schema, this.#patience.signal);
    const { accessToken } = this.session;
    try {
      return await send(accessToken);
    } catch (error) {
      if (!(error instanceof RequestRefused && error.status === 401)) throw error;
    }
    await this.renew(accessToken);
    return send(this.session.accessToken);
  }

  /** New tokens in place of this one, which has run out; nothing where that has happened meanwhile. */
  async renew(accessToken: string): Promise<void> {
    if (this.session.accessToken !== accessToken) return;
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = null;
    });
    await this.#renewing;
  }

  async #renew(): Promise<void> {
    const { deviceId, refreshToken } = this.session;
    const payload = { protocol: protocolVersion, deviceId, refreshToken };
    this.session = await repeated(
      this.origins,
      this.#turn,
      { route: 'refresh', token: '', payload },
      sessionSchema,
      this.#patience.signal,
    );
  }
}

/** The server answered, but not with a 200. */
class RequestRefused extends Error {
  readonly status: number;

  constructor(route: string, status: number, text: string) {
    super(`${route}: ${status} ${text}`);
    this.status = status;
  }
}

interface ApiRequest {
  readonly route: string;
  readonly token: string;
  readonly payload: unknown;
}

/** Sends the same request to one server after the other until one answers, or `patience` has an end. */
async function repeated<S extends z.ZodType>(
  origins: readonly string[],
  first: number,
  request: ApiRequest,
  schema: S,
  patience?: AbortSignal,
): Promise<z.infer<S>> {
  for (let attempt = first; ; attempt += 1) {
    const origin = origins[attempt % origins.length];
    if (origin === undefined) throw new Error('no server to speak to');
    const answer = await post(origin, request);
    if (answer.kind === 'taken') return schema.parse(answer.body);
    if (answer.kind === 'refused') throw new RequestRefused(request.route, answer.status, answer.text);
    patience?.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
