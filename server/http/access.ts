import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Role } from '#shared/domain/codes.ts';
import type { User } from '#shared/domain/reference.ts';
import { authenticate, type Principal } from '../auth/sessions.ts';
import type { Services } from '../services.ts';
import { maySync } from '../sync/reader-spaces.ts';
import { orFail, RequestFailure } from './errors.ts';

/**
 * Who may use a route: anybody, anybody logged in, those whose devices synchronise, administrators, or they and those who
 * lead an office.
 */
export type Access = 'public' | 'session' | 'sync' | 'admin' | 'lead';

const rolesOf: Partial<Record<Access, readonly Role[]>> = { admin: ['admin'], lead: ['admin', 'supervisor'] };

function mayUse(access: Access | undefined, user: User): boolean {
  if (access === 'session') return true;
  const roles = access === undefined ? undefined : rolesOf[access];
  return roles === undefined ? maySync(user) : roles.includes(user.role);
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
  interface FastifyRequest {
    principal: Principal | null;
  }
}

const bearer = /^Bearer ([A-Za-z0-9_-]{20,200})$/;

/** The caller of a route that is not public. */
export function principalOf(request: FastifyRequest): Principal {
  if (request.principal === null) throw new RequestFailure({ code: 'unauthenticated' });
  return request.principal;
}

/** Binds every route to its access rule before its body is read; a route without one keeps the server from starting. */
export function guardRoutes(app: FastifyInstance, services: Services): void {
  app.decorateRequest('principal', null);
  app.addHook('onRoute', (route) => {
    const isPreflight = route.method === 'OPTIONS' && route.url === '*';
    if (!isPreflight && route.config?.access === undefined)
      throw new Error(`route ${String(route.method)} ${route.url} has no access rule`);
  });
  // Behind the rate limit (onRequest of each route) and before the body: a flood of bad tokens must not reach the database.
  app.addHook('preParsing', async (request) => {
    const { access } = request.routeOptions.config;
    if (request.is404 || access === 'public' || request.method === 'OPTIONS') return;
    const token = bearer.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) throw new RequestFailure({ code: 'unauthenticated' });
    const principal = orFail(await authenticate(services.db, token, services.platform.clock()));
    if (!mayUse(access, principal.user)) throw new RequestFailure({ code: 'forbidden' });
    request.principal = principal;
  });
}
