import { sql } from 'kysely';
import { z } from 'zod';
import { publicKeySchema } from '#shared/sync/courier.ts';
import { type CourierKeys, makeCourierKeys } from '#shared/sync/courier-crypto.ts';
import { bytesOfHex, type CourierMeans, hexOf } from '#shared/sync/courier-means.ts';
import type { Db } from '../db/open.ts';

/** Node's own cryptography and streams, the same as a browser's. */
export const courierMeans: CourierMeans = globalThis;

const storedKeysSchema = z.object({
  pkcs8: z.string().regex(/^([0-9a-f]{2})+$/),
  publicKey: publicKeySchema,
});
const metaKey = 'courier_keys';

async function readKeys(db: Db): Promise<CourierKeys | null> {
  const row = await db.selectFrom('meta').select('value').where('key', '=', metaKey).executeTakeFirst();
  if (row === undefined) return null;
  const { pkcs8, publicKey } = storedKeysSchema.parse(JSON.parse(row.value));
  const { subtle } = courierMeans.crypto;
  const privateKey = await subtle.importKey('pkcs8', bytesOfHex(pkcs8), 'Ed25519', false, ['sign']);
  return { privateKey, publicKey };
}

/**
 * The keys with which this server signs its files. Made once and kept in the database, so that every process has the same
 * and a restored server still is the one its devices know; of several that make them at once, one's stay.
 */
export async function serverKeys(db: Db): Promise<CourierKeys> {
  const known = await readKeys(db);
  if (known !== null) return known;
  const { privateKey, publicKey } = await makeCourierKeys(courierMeans, true);
  const pkcs8 = hexOf(new Uint8Array(await courierMeans.crypto.subtle.exportKey('pkcs8', privateKey)));
  await db
    .insertInto('meta')
    .values({ key: metaKey, value: JSON.stringify({ pkcs8, publicKey }) })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
  const kept = await readKeys(db);
  if (kept === null) throw new Error('the keys for files were not kept');
  return kept;
}

/**
 * Notes the public key of a device, in place of the one before: a device whose storage was emptied makes new keys, and
 * counts its files from the beginning.
 */
export async function registerDeviceKey(
  db: Db,
  deviceId: string,
  publicKey: string,
  now: number,
): Promise<void> {
  await sql`
    INSERT INTO courier_device (device_id, public_key, registered_at) VALUES (${deviceId}, ${publicKey}, ${now})
    ON CONFLICT (device_id) DO UPDATE SET public_key = excluded.public_key, registered_at = excluded.registered_at,
      request_number = CASE WHEN courier_device.public_key = excluded.public_key
        THEN courier_device.request_number ELSE 0 END,
      request = CASE WHEN courier_device.public_key = excluded.public_key THEN courier_device.request END`.execute(
    db,
  );
}
