import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Result } from '#shared/domain/result.ts';
import { unknownFields } from '#shared/domain/unknown-fields.ts';
import {
  type ErrorCode,
  type ErrorResponse,
  oldestProtocolVersion,
  protocolVersion,
} from '#shared/sync/protocol.ts';
import { DatabaseUnavailableError } from '../db/patience.ts';
import type { Failure } from '../failure.ts';
import type { Services } from '../services.ts';

const statusOf: Readonly<Record<ErrorCode, number>> = {
  bad_request: 400,
  unauthenticated: 401,
  wrong_credentials: 401,
  account_disabled: 401,
  forbidden: 403,
  not_found: 404,
  too_large: 413,
  too_many_requests: 429,
  too_many_devices: 429,
  no_device_codes: 503,
  version_changed: 409,
  mutation_gap: 409,
  mutation_changed: 409,
  cursor_epoch: 409,
  cursor_ahead: 409,
  client_too_old: 426,
  client_too_new: 426,
  internal: 500,
  unavailable: 503,
};

/** Carries a refusal of the request to the one place that answers it. */
export class RequestFailure extends Error {
  override readonly name = 'RequestFailure';
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

/** The value, or the end of the request with the coded refusal. */
export function orFail<T>(result: Result<T, Failure>): T {
  if (result.ok) return result.value;
  throw new RequestFailure(result.error);
}

/** The request's body, checked; `bad_request` names the field. A client of another protocol is told which side is too old. */
export function readBody<S extends z.ZodType>(schema: S, body: unknown): z.infer<S> {
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.').slice(0, 200) ?? '';
    throw new RequestFailure({ code: 'bad_request', field });
  }
  const { protocol } = parsed.data as { protocol?: number };
  if (protocol !== undefined && protocol < oldestProtocolVersion)
    throw new RequestFailure({ code: 'client_too_old' });
  if (protocol !== undefined && protocol > protocolVersion)
    throw new RequestFailure({ code: 'client_too_new' });
  return parsed.data;
}

/** As `readBody`, where a field that is not known must not pass in silence. */
export function readWholeBody<S extends z.ZodType>(schema: S, body: unknown): z.infer<S> {
  const kept = readBody(schema, body);
  const [unknown] = unknownFields(body, kept);
  if (unknown !== undefined)
    throw new RequestFailure({ code: 'bad_request', field: unknown.join('.').slice(0, 200) });
  return kept;
}

function failureOf(error: FastifyError | RequestFailure): { failure: Failure; status: number } {
  if (error instanceof RequestFailure)
    return { failure: error.failure, status: statusOf[error.failure.code] };
  if (error instanceof DatabaseUnavailableError)
    return { failure: { code: 'unavailable' }, status: statusOf.unavailable };
  const status = error.statusCode ?? 500;
  if (status === 413) return { failure: { code: 'too_large' }, status };
  if (status === 429) return { failure: { code: 'too_many_requests' }, status };
  if (status >= 400 && status < 500) return { failure: { code: 'bad_request' }, status };
  return { failure: { code: 'internal' }, status: 500 };
}

function answerFailure(
  request: FastifyRequest,
  reply: FastifyReply,
  failure: Failure,
  now: number,
): ErrorResponse {
  if (failure.retryAfterMs !== undefined)
    reply.header('retry-after', String(Math.ceil(failure.retryAfterMs / 1000)));
  const { code, field, expected } = failure;
  return {
    error: {
      code,
      ...(field === undefined ? {} : { field }),
      ...(expected === undefined ? {} : { expected }),
      requestId: request.id,
    },
    serverTime: now,
  };
}

/** The answer to an address that is none (`%`, `%zz`), which the router gives up on before any route. */
export function answerBadAddress(request: FastifyRequest, reply: FastifyReply, now: number): void {
  void reply
    .code(400)
    .header('cache-control', 'no-store')
    .send(answerFailure(request, reply, { code: 'bad_request' }, now));
}

/** Every failure gets the same shape: a code, never a stack, a message of the database or a word of the input. */
export function answerErrors(app: FastifyInstance, services: Services): void {
  app.setErrorHandler((error: FastifyError | RequestFailure, request, reply) => {
    const { failure, status } = failureOf(error);
    if (status >= 500) {
      services.log('error', 'request_failed', {
        requestId: request.id,
        route: request.routeOptions.url ?? '',
        error: error.name,
        code: (error as { code?: unknown }).code ?? null,
        // Frames only: the first line of a stack quotes the message, and with it perhaps the input.
        frames: error.stack
          ?.split('\n')
          .filter((line) => line.startsWith('    at '))
          .slice(0, 8),
      });
    }
    return reply.code(status).send(answerFailure(request, reply, failure, services.platform.clock()));
  });
  app.setNotFoundHandler((request, reply) => {
    const failure = answerFailure(request, reply, { code: 'not_found' }, services.platform.clock());
    return reply.code(404).header('cache-control', 'no-store').send(failure);
  });
}
