import type { SignInFailure } from './contract.ts';
import type { CallFailure } from './sync/api.ts';

/** What a failed log-in means for the person at the screen. */
export function signInFailureOf(failure: CallFailure): SignInFailure {
  if (failure.kind === 'offline') return 'offline';
  switch (failure.code) {
    case 'wrong_credentials':
    case 'account_disabled':
    case 'too_many_requests':
    case 'too_many_devices':
    case 'no_device_codes':
      return failure.code;
    case 'client_too_old':
      return 'too_old';
    case 'client_too_new':
      return 'server_too_old';
    default:
      return 'server';
  }
}

/**
 * True where the server said nothing of name and password: it was not reached, is out of order, or does not speak with this
 * version of the app. Whoever is known here goes on by the password the device remembers.
 */
export function isNoAnswer(failure: SignInFailure): boolean {
  return (
    failure === 'offline' || failure === 'server' || failure === 'too_old' || failure === 'server_too_old'
  );
}
