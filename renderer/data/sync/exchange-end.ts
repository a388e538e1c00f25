import type { SignedOut } from './access.ts';
import type { CallFailure } from './api.ts';

/** How an exchange ended, sorted by what to do next. */
export type ExchangeEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'offline' }
  /** The server asks to be left alone for `ms`; null: choose by backoff. */
  | { readonly kind: 'later'; readonly ms: number | null; readonly code: string }
  | { readonly kind: 'signed_out'; readonly code: string | null }
  | { readonly kind: 'too_old' }
  | { readonly kind: 'server_too_old' }
  /** The device's cursor is of another life of the server: start over with a first pull. */
  | { readonly kind: 'start_over' }
  /** Needs a person; tried again seldom. */
  | { readonly kind: 'stuck'; readonly code: string };

/** Sorts a failed call by what the client can do about it. */
export function endOf(failure: CallFailure | SignedOut): Exclude<ExchangeEnd, { kind: 'done' }> {
  if (failure.kind !== 'coded') return failure;
  const { code, retryAfterMs } = failure;
  if (code === 'client_too_old') return { kind: 'too_old' };
  if (code === 'client_too_new') return { kind: 'server_too_old' };
  if (code === 'cursor_epoch' || code === 'cursor_ahead') return { kind: 'start_over' };
  if (code === 'unauthenticated' || code === 'account_disabled') return { kind: 'signed_out', code };
  if (code === 'too_many_requests' || code === 'internal' || failure.status >= 500) {
    return { kind: 'later', ms: retryAfterMs, code };
  }
  return { kind: 'stuck', code };
}
