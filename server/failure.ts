import { err } from '#shared/domain/result.ts';
import type { ErrorCode } from '#shared/sync/protocol.ts';

/** An expected refusal of a whole request, as every route answers it. */
export interface Failure {
  readonly code: ErrorCode;
  readonly field?: string;
  /** The mutation number the server expects next. */
  readonly expected?: number;
  readonly retryAfterMs?: number;
}

/** A request refused for this reason. */
export function fail(code: ErrorCode, more: Omit<Failure, 'code'> = {}) {
  return err<Failure>({ code, ...more });
}
