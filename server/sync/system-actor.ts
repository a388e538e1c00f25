import { sql } from 'kysely';
import { type User, userSchema } from '#shared/domain/reference.ts';
import type { MutationContext } from '#shared/mutations/transaction.ts';
import type { Tx } from '../db/open.ts';

/** Stands in journal lines for what no person did. No device is ever given it. */
export const systemDeviceCode = 'SYS';

/** The server itself, as the actor of its own mutations. It has no account and no row. */
const systemActor: User = userSchema.parse({
  id: 'system',
  username: 'system',
  name: 'Sistem',
  role: 'admin',
  opd: 'DISKOMINFO',
  scope: '*',
});

/** Contexts of so many mutations of the server itself at `now` (UTC ms). Numbers of a broken-off transaction are lost, none comes twice. */
export async function systemContexts(tx: Tx, count: number, now: number): Promise<MutationContext[]> {
  const { rows } = await sql<{ id: number }>`
    SELECT nextval('system_mutation') AS id FROM generate_series(1, ${count}::int)`.execute(tx);
  return rows.map(({ id }) => ({
    actor: systemActor,
    deviceId: systemActor.id,
    deviceCode: systemDeviceCode,
    mutationId: id,
    occurredAt: now,
    receivedAt: now,
  }));
}
