import type { FastifyInstance } from 'fastify';
import { deviceKeyRequestSchema } from '#shared/sync/courier.ts';
import { registerDeviceKey, serverKeys } from '../courier/keys.ts';
import type { Services } from '../services.ts';
import { principalOf } from './access.ts';
import { readBody } from './errors.ts';

/** The exchange of keys that must happen once over the line, before a device and the server can exchange by file. */
export function addCourierRoutes(app: FastifyInstance, services: Services): void {
  const { db, platform, log } = services;
  app.post('/api/v1/device-key', { config: { access: 'sync' }, bodyLimit: 8192 }, async (request) => {
    const { publicKey } = readBody(deviceKeyRequestSchema, request.body);
    const { deviceId, user } = principalOf(request);
    const keys = await serverKeys(db);
    await registerDeviceKey(db, deviceId, publicKey, platform.clock());
    log('info', 'device_key_registered', { deviceId, userId: user.id, requestId: request.id });
    return { serverKey: keys.publicKey, serverTime: platform.clock() };
  });
}
