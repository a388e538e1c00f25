import { weaknessOf } from '#shared/domain/password.ts';
import { err, ok, type Result } from '#shared/domain/result.ts';
import type { Access, SignedOut } from '../sync/access.ts';
import type { CallFailure, ServerApi } from '../sync/api.ts';
import type { PasswordFailure } from './contract.ts';

export interface PasswordDeps {
  readonly api: Pick<ServerApi, 'changePassword'>;
  readonly access: Pick<Access, 'call'>;
  readonly username: string;
}

/** Chooses a new password at the server. What breaks a rule here does not trouble the server (PASSWORD-1). */
export async function changePassword(
  { api, access, username }: PasswordDeps,
  present: string,
  next: string,
): Promise<Result<void, PasswordFailure>> {
  if (present === '') return err({ kind: 'field', field: 'present', code: 'wrong' });
  const weakness = weaknessOf(next, username, present);
  if (weakness !== null) return err({ kind: 'field', field: 'next', code: weakness });
  const answer = await access.call((token) => api.changePassword({ present, next }, token));
  return answer.ok ? ok(undefined) : err(failureOf(answer.error));
}

function failureOf(failure: CallFailure | SignedOut): PasswordFailure {
  if (failure.kind !== 'coded') return { kind: failure.kind };
  switch (failure.code) {
    case 'wrong_credentials':
      return { kind: 'field', field: 'present', code: 'wrong' };
    case 'bad_request':
      return { kind: 'field', field: 'next', code: 'too_short' };
    case 'too_many_requests':
      return { kind: 'too_many_requests' };
    case 'unauthenticated':
    case 'account_disabled':
      return { kind: 'signed_out' };
    default:
      return { kind: 'server' };
  }
}
