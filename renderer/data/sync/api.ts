import type { z } from 'zod';
import { err, ok, type Result } from '#shared/domain/result.ts';
import {
  officeSetSchema,
  type PublishCalendar,
  type PublishPolicy,
  publishedCalendarSchema,
  publishedPolicySchema,
  type SetOffice,
} from '#shared/sync/admin.ts';
import { deviceKeySchema } from '#shared/sync/courier.ts';
import type { olderRequestSchema } from '#shared/sync/older.ts';
import {
  type ClockSkew,
  type ErrorCode,
  type loginRequestSchema,
  type MutationEnvelope,
  type PushResponse,
  protocolVersion,
  type pullRequestSchema,
  type SessionGrant,
  sessionSchema,
  type snapshotRequestSchema,
} from '#shared/sync/protocol.ts';
import type { PullPage } from '../local/pull-page.ts';
import { retryAfterMs } from './backoff.ts';
import type { Timing } from './clock.ts';
import { begunAnswer } from './lines.ts';
import type { SyncPorts } from './ports.ts';
import {
  acknowledgedSchema,
  tolerantErrorSchema,
  tolerantPullSchema,
  tolerantPushSchema,
} from './tolerant-answers.ts';

/** Why a request brought no usable answer. */
export type CallFailure =
  /** No connection, a timeout, an answer that is not from our server (captive portal), or a server without its database. */
  | { readonly kind: 'offline' }
  /** The server answered with a code of its own. */
  | {
      readonly kind: 'coded';
      readonly status: number;
      /** `unknown`: a code of a newer server. */
      readonly code: ErrorCode | 'unknown';
      readonly expected: number | undefined;
      /** What was wrong with the request, as a path. */
      readonly field?: string | undefined;
      readonly retryAfterMs: number | null;
    };

const requestTimeoutMs = 30_000;

/** The server's routes as functions. Every answer is checked; what does not pass counts as "not our server". */
export class ServerApi {
  readonly #ports: SyncPorts;
  readonly #onTiming: (timing: Timing) => void | Promise<void>;

  /** @param onTiming told of every answer that is the server's own, before its caller is. */
  constructor(ports: SyncPorts, onTiming: (timing: Timing) => void | Promise<void> = () => undefined) {
    this.#ports = ports;
    this.#onTiming = onTiming;
  }

  login(
    request: Omit<z.input<typeof loginRequestSchema>, 'protocol'>,
  ): Promise<Result<SessionGrant, CallFailure>> {
    return this.#post('/api/v1/login', { protocol: protocolVersion, ...request }, sessionSchema, null);
  }

  refresh(deviceId: string, refreshToken: string): Promise<Result<SessionGrant, CallFailure>> {
    const body = { protocol: protocolVersion, deviceId, refreshToken };
    return this.#post('/api/v1/refresh', body, sessionSchema, null);
  }

  async logout(accessToken: string): Promise<void> {
    await this.#send('/api/v1/logout', {}, accessToken, requestTimeoutMs).catch(() => undefined);
  }

  changePassword(words: { readonly present: string; readonly next: string }, accessToken: string) {
    return this.#post(
      '/api/v1/password',
      { protocol: protocolVersion, ...words },
      acknowledgedSchema,
      accessToken,
    );
  }

  push(
    mutations: readonly MutationEnvelope[],
    clock: readonly ClockSkew[],
    epoch: string | undefined,
    accessToken: string,
  ): Promise<Result<PushResponse, CallFailure>> {
    const body = {
      protocol: protocolVersion,
      mutations,
      ...(epoch === undefined ? {} : { epoch }),
      ...(clock.length === 0 ? {} : { clock }),
    };
    return this.#post('/api/v1/push', body, tolerantPushSchema, accessToken);
  }

  pull(
    request: Omit<z.input<typeof pullRequestSchema>, 'protocol'>,
    accessToken: string,
  ): Promise<Result<PullPage, CallFailure>> {
    return this.#post(
      '/api/v1/pull',
      { protocol: protocolVersion, ...request },
      tolerantPullSchema,
      accessToken,
    );
  }

  /** The first pull's stream of lines; the body is read by the caller. */
  snapshot(request: Omit<z.input<typeof snapshotRequestSchema>, 'protocol'>, accessToken: string) {
    return this.#lines('/api/v1/snapshot', { protocol: protocolVersion, ...request }, accessToken);
  }

  /** Older tickets as a stream of lines; the body is read by the caller. */
  older(request: Omit<z.input<typeof olderRequestSchema>, 'protocol'>, accessToken: string) {
    return this.#lines('/api/v1/older', { protocol: protocolVersion, ...request }, accessToken);
  }

  async #lines(
    path: string,
    body: object,
    accessToken: string,
  ): Promise<Result<ReadableStream<Uint8Array>, CallFailure>> {
    try {
      const send = (signal: AbortSignal) => this.#send(path, body, accessToken, null, signal);
      const response = await begunAnswer(send, this.#ports);
      if (!response.ok) return err(await readFailure(this.#ports, response));
      const type = response.headers.get('content-type') ?? '';
      if (response.body === null || !type.includes('ndjson')) return err({ kind: 'offline' });
      return ok(response.body);
    } catch {
      return err({ kind: 'offline' });
    }
  }

  /** The stream of pokes; the caller reads until it ends or aborts it. */
  async events(
    accessToken: string,
    signal: AbortSignal,
  ): Promise<Result<ReadableStream<Uint8Array>, CallFailure>> {
    try {
      const headers = { authorization: `Bearer ${accessToken}`, accept: 'text/event-stream' };
      const send = (either: AbortSignal) =>
        this.#ports.fetch('/api/v1/events', { headers, signal: either }, null);
      const response = await begunAnswer(send, this.#ports, signal);
      if (!response.ok) return err(await readFailure(this.#ports, response));
      const type = response.headers.get('content-type') ?? '';
      if (response.body === null || !type.includes('event-stream')) return err({ kind: 'offline' });
      return ok(response.body);
    } catch {
      return err({ kind: 'offline' });
    }
  }

  registerDeviceKey(publicKey: string, accessToken: string) {
    const body = { protocol: protocolVersion, publicKey };
    return this.#post('/api/v1/device-key', body, deviceKeySchema, accessToken);
  }

  publishPolicy(wanted: PublishPolicy, accessToken: string) {
    return this.#administer('policies', wanted, publishedPolicySchema, accessToken);
  }

  publishCalendar(wanted: PublishCalendar, accessToken: string) {
    return this.#administer('calendars', wanted, publishedCalendarSchema, accessToken);
  }

  setOffice(wanted: SetOffice, accessToken: string) {
    return this.#administer('offices', wanted, officeSetSchema, accessToken);
  }

  #administer<T extends { readonly serverTime: number }>(
    what: string,
    wanted: object,
    schema: z.ZodType<T>,
    accessToken: string,
  ): Promise<Result<T, CallFailure>> {
    const body = { protocol: protocolVersion, ...wanted };
    return this.#post(`/api/v1/admin/${what}`, body, schema, accessToken);
  }

  async #send(
    path: string,
    body: unknown,
    token: string | null,
    timeoutMs: number | null,
    signal: AbortSignal | null = null,
  ): Promise<Response> {
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json, application/x-ndjson',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    };
    const init = { method: 'POST', headers, body: JSON.stringify(body), signal };
    return this.#ports.fetch(path, init, timeoutMs);
  }

  async #post<T extends { readonly serverTime: number }>(
    path: string,
    body: unknown,
    schema: z.ZodType<T>,
    token: string | null,
  ): Promise<Result<T, CallFailure>> {
    const started = this.#ports.monotonicNow();
    try {
      const response = await this.#send(path, body, token, requestTimeoutMs);
      const receivedAt = this.#ports.monotonicNow();
      const durationMs = receivedAt - started;
      if (!response.ok) {
        return err(
          await readFailure(this.#ports, response, (serverTime) =>
            this.#onTiming({ durationMs, serverTime, receivedAt }),
          ),
        );
      }
      const parsed = schema.safeParse(await response.json());
      if (!parsed.success) return err({ kind: 'offline' });
      await this.#onTiming({ durationMs, serverTime: parsed.data.serverTime, receivedAt });
      return ok(parsed.data);
    } catch {
      // No connection, a timeout, a body cut short, or text that is not JSON: all mean that nothing is known.
      return err({ kind: 'offline' });
    }
  }
}

/** What an answer that is no success says: a code of our server, or nothing that can be used. */
export async function readFailure(
  ports: Pick<SyncPorts, 'deviceNow'>,
  response: Response,
  onServerTime: (serverTime: number) => void | Promise<void> = () => undefined,
): Promise<CallFailure> {
  const body: unknown = await response.json().catch(() => null);
  const parsed = tolerantErrorSchema.safeParse(body);
  if (!parsed.success) return { kind: 'offline' };
  await onServerTime(parsed.data.serverTime);
  const { code, expected, field } = parsed.data.error;
  // Reached, but with no database behind it: there is no more to be had than without a connection.
  if (code === 'unavailable') return { kind: 'offline' };
  const wait = retryAfterMs(response.headers.get('retry-after'), ports.deviceNow());
  return { kind: 'coded', status: response.status, code, expected, field, retryAfterMs: wait };
}
