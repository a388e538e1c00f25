import { err, ok, type Result } from '#shared/domain/result.ts';
import type { AdminFailure, AdminService } from '../contract.ts';
import type { Access, SignedOut } from '../sync/access.ts';
import type { CallFailure, ServerApi } from '../sync/api.ts';

/**
 * Publishing over the server's routes, in the user's name and with the session's tokens. What was published comes to the
 * device by the ordinary pull, which is asked for at once.
 */
export function createAdminService(
  api: Pick<ServerApi, 'publishPolicy' | 'publishCalendar' | 'setOffice'>,
  access: Pick<Access, 'call'>,
  syncNow: () => void,
): AdminService {
  const publish = async <T>(
    make: (token: string) => Promise<Result<{ readonly row: T }, CallFailure>>,
  ): Promise<Result<T, AdminFailure>> => {
    const answer = await access.call(make);
    if (!answer.ok) return err(adminFailureOf(answer.error));
    syncNow();
    return ok(answer.value.row);
  };
  return {
    publishPolicy: (wanted) => publish((token) => api.publishPolicy(wanted, token)),
    publishCalendar: (wanted) => publish((token) => api.publishCalendar(wanted, token)),
    setOffice: (wanted) => publish((token) => api.setOffice(wanted, token)),
  };
}

function adminFailureOf(failure: CallFailure | SignedOut): AdminFailure {
  if (failure.kind !== 'coded') return { kind: failure.kind };
  switch (failure.code) {
    case 'unauthenticated':
    case 'account_disabled':
      return { kind: 'signed_out' };
    case 'forbidden':
      return { kind: 'forbidden' };
    case 'version_changed':
      return { kind: 'version_changed', present: failure.expected ?? 0 };
    case 'bad_request':
      return { kind: 'bad_request', field: failure.field ?? '' };
    default:
      return { kind: 'server' };
  }
}
