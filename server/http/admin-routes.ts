import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isStorableText } from '#shared/domain/codes.ts';
import { isInScope, type User } from '#shared/domain/reference.ts';
import type { Result } from '#shared/domain/result.ts';
import { publishCalendarSchema, publishPolicySchema, setOfficeSchema } from '#shared/sync/admin.ts';
import type { Failure } from '../failure.ts';
import { publishCalendar, publishPolicy, setOffice } from '../policies/publish.ts';
import type { Services } from '../services.ts';
import { principalOf } from './access.ts';
import { orFail, RequestFailure, readBody } from './errors.ts';

/** A pack with the days off of many years, or an office's calendar, with room to spare. */
const largestBody = 1_048_576;

/** The place of the first text in a request that cannot be stored as it is; it may be the name of a value, too. */
function findUnstorable(value: unknown, path: readonly string[] = []): string | undefined {
  if (typeof value === 'string') return isStorableText(value) ? undefined : path.join('.');
  if (value === null || typeof value !== 'object') return undefined;
  for (const [key, inner] of Object.entries(value)) {
    if (!isStorableText(key)) return path.join('.');
    const found = findUnstorable(inner, [...path, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The state's days off are the administrator's; an office's also those of a supervisor who works for it. */
function maySetDays({ role, scope }: User, opd: string | null): boolean {
  return role === 'admin' || (opd !== null && isInScope({ scope }, opd));
}

/** Publishing of packs and days off, and what an office goes by. */
export function addAdminRoutes(app: FastifyInstance, services: Services): void {
  const { platform, log } = services;
  const forAdmins = { config: { access: 'admin' }, bodyLimit: largestBody } as const;
  const forLeads = { config: { access: 'lead' }, bodyLimit: largestBody } as const;

  const told = <T extends object>(request: FastifyRequest, event: string, result: Result<T, Failure>) => {
    const facts = { userId: principalOf(request).user.id, requestId: request.id };
    if (!result.ok) log('warn', `${event}_refused`, { ...facts, code: result.error.code });
    const row = orFail(result);
    log('info', event, { ...facts, id: 'id' in row ? row.id : 'code' in row ? row.code : '' });
    return { row, serverTime: platform.clock() };
  };
  const storable = <T>(wanted: T): T => {
    const field = findUnstorable(wanted);
    if (field !== undefined) throw new RequestFailure({ code: 'bad_request', field: field.slice(0, 200) });
    return wanted;
  };

  app.post('/api/v1/admin/policies', forAdmins, async (request) => {
    const wanted = storable(readBody(publishPolicySchema, request.body));
    const { user } = principalOf(request);
    return told(request, 'policy_published', await publishPolicy(services, user, wanted));
  });

  app.post('/api/v1/admin/calendars', forLeads, async (request) => {
    const wanted = storable(readBody(publishCalendarSchema, request.body));
    const { user } = principalOf(request);
    if (!maySetDays(user, wanted.opd)) throw new RequestFailure({ code: 'forbidden' });
    return told(request, 'calendar_published', await publishCalendar(services, user, wanted));
  });

  app.post('/api/v1/admin/offices', forAdmins, async (request) => {
    const wanted = storable(readBody(setOfficeSchema, request.body));
    return told(request, 'office_set', await setOffice(services, wanted));
  });
}
