import type { SignInFailure } from './contract.ts';
import type { CallFailure } from './sync/api.ts';

/** What a failed log-in means for the person at the screen. */
export function signInFailureOf(failure: CallFailure): SignInFailure {
  if (failure.kind === 'offline') return 'offline';
  switch (failure.code) {
    case 'wrong_credentials':
    case 'account_disabled':
    case 'too_many_requests':
      return failure.code;
    case 'client_too_old':
      return 'too_old';
    case 'client_too_new':
      return 'server_too_old';
    default:
      return 'server';
  }
}
