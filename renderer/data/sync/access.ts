import { err, ok, type Result } from '#shared/domain/result.ts';
import type { CallFailure, ServerApi } from './api.ts';
import type { SyncPorts } from './ports.ts';
import type { TokenStore } from './tokens.ts';

/** The call could not be made in the user's name; `code` says why where the server said so. */
export interface SignedOut {
  readonly kind: 'signed_out';
  readonly code: string | null;
}

/**
 * Makes calls in the user's name. An answer of 401 renews the tokens once; when that is refused too, the user is signed
 * out and must log in again. The outbox is not touched by any of this.
 *
 * Calls that fail together (the exchange and the listener for pokes, after a sleep) share one renewal, and windows and
 * the worker renew one after the other: each refresh token is good once, and of two answers only one can be kept, perhaps
 * not the one the server goes on from.
 */
export class Access {
  readonly #api: ServerApi;
  readonly #tokens: TokenStore;
  readonly #deviceId: string;
  readonly #alone: SyncPorts['alone'];
  #renewing: Promise<Result<string, CallFailure | SignedOut>> | null = null;

  constructor(api: ServerApi, tokens: TokenStore, deviceId: string, { alone }: Pick<SyncPorts, 'alone'>) {
    this.#api = api;
    this.#tokens = tokens;
    this.#deviceId = deviceId;
    this.#alone = alone;
  }

  async call<T>(
    make: (accessToken: string) => Promise<Result<T, CallFailure>>,
  ): Promise<Result<T, CallFailure | SignedOut>> {
    const tokens = await this.#tokens.load();
    if (tokens === null) return err({ kind: 'signed_out', code: null });
    const first = await make(tokens.accessToken);
    if (first.ok || !isAuthentication(first.error)) return first;
    const renew = () => this.#renew(tokens.accessToken);
    this.#renewing ??= this.#alone(`tanggap-renew-${this.#deviceId}`, renew).finally(() => {
      this.#renewing = null;
    });
    const renewed = await this.#renewing;
    return renewed.ok ? make(renewed.value) : renewed;
  }

  /** @param refused the access token that was answered with 401. */
  async #renew(refused: string): Promise<Result<string, CallFailure | SignedOut>> {
    const before = await this.#tokens.load();
    if (before === null) return err({ kind: 'signed_out', code: null });
    // Renewed, or signed in anew, while the call was on its way.
    if (before.accessToken !== refused) return ok(before.accessToken);
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
  // A wrong password within a request says nothing about its token.
  return failure.kind === 'coded' && failure.status === 401 && failure.code !== 'wrong_credentials';
}

function isForbidden(failure: CallFailure): boolean {
  return failure.kind === 'coded' && (failure.status === 403 || failure.code === 'account_disabled');
}
