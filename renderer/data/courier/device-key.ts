import { makeCourierKeys } from '#shared/sync/courier-crypto.ts';
import type { CourierMeans } from '#shared/sync/courier-means.ts';
import type { DeskDatabase } from '../db/database.ts';
import { readMeta } from '../db/meta.ts';
import type { Access } from '../sync/access.ts';
import type { ServerApi } from '../sync/api.ts';
import { changeBook, keepKey, readBook, readKey } from './courier-meta.ts';

export interface RegisterDeps {
  readonly db: DeskDatabase;
  readonly deviceId: string;
  readonly api: Pick<ServerApi, 'registerDeviceKey'>;
  readonly access: Pick<Access, 'call'>;
  readonly means: CourierMeans | null;
}

/**
 * Makes the device's key where there is none, and gives the server its public half, once for each life of the server: one
 * restored from an old back-up may not know it. Asks nothing where that has been done, so it may be called often.
 */
export async function registerDeviceKey(deps: RegisterDeps): Promise<'done' | 'offline' | 'not_here'> {
  const { db, deviceId, api, access, means } = deps;
  if (means === null) return 'not_here';
  const [book, { cursor }, known] = [
    await readBook(db, deviceId),
    await readMeta(db, 'cursor'),
    await readKey(db),
  ];
  const epoch = cursor?.epoch ?? null;
  if (known !== null && book.server !== null && (epoch === null || book.server.epoch === epoch))
    return 'done';
  let key = known;
  if (key === null) {
    try {
      key = await keepKey(db, await makeCourierKeys(means, false));
    } catch (error) {
      // Browsers before 2025 know no Ed25519.
      if (error instanceof Error && error.name === 'NotSupportedError') return 'not_here';
      throw error;
    }
  }
  const { publicKey } = key;
  const answer = await access.call((token) => api.registerDeviceKey(publicKey, token));
  if (!answer.ok) return 'offline';
  const server = { publicKey: answer.value.serverKey, epoch };
  await changeBook(db, deviceId, (now) => ({ ...now, server }));
  return 'done';
}
