import { err, ok, type Result } from '#shared/domain/result.ts';
import type { CallFailure, ServerApi } from './api.ts';
import type { TokenStore } from './tokens.ts';

/** The call could not be made in the user's name; `code` says why where the server said so. */
export interface SignedOut {
  readonly kind: 'signed_out';
  readonly code: string | null;
}

/**
 * Makes calls in the user's name. An answer of 401 renews the tokens once; when that is refused too, the user is signed
 * out and must log in again. The outbox is not touched by any of this.
 */
export class Access {
  readonly #api: ServerApi;
  readonly #tokens: TokenStore;
  readonly #deviceId: string;

  constructor(api: ServerApi, tokens: TokenStore, deviceId: string) {
    this.#api = api;
    this.#tokens = tokens;
    this.#deviceId = deviceId;
  }

  async call<T>(
    make: (accessToken: string) => Promise<Result<T, CallFailure>>,
  ): Promise<Result<T, CallFailure | SignedOut>> {
    const tokens = await this.#tokens.load();
    if (tokens === null) return err({ kind: 'signed_out', code: null });
    const first = await make(tokens.accessToken);
    if (first.ok || !isAuthentication(first.error)) return first;
    const renewed = await this.#renew();
    return renewed.ok ? make(renewed.value) : renewed;
  }

  async #renew(): Promise<Result<string, CallFailure | SignedOut>> {
    const before = await this.#tokens.load();
    if (before === null) return err({ kind: 'signed_out', code: null });
    const grant = await this.#api.refresh(this.#deviceId, before.refreshToken);
    if (grant.ok) {
      const { accessToken, accessExpiresAt, refreshToken } = grant.value;
      await this.#tokens.replace(before, { accessToken, accessExpiresAt, refreshToken });
      return ok(accessToken);
    }
    if (!isAuthentication(grant.error) && !isForbidden(grant.error)) return grant;
    await this.#tokens.replace(before, null);
    return err({ kind: 'signed_out', code: grant.error.kind === 'coded' ? grant.error.code : null });
  }
}

function isAuthentication(failure: CallFailure): boolean {
  return failure.kind === 'coded' && failure.status === 401;
}

function isForbidden(failure: CallFailure): boolean {
  return failure.kind === 'coded' && (failure.status === 403 || failure.code === 'account_disabled');
}
