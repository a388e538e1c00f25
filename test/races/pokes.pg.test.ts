import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packOf } from '../../server/contract/world.ts';
import { openDatabase } from '../../server/db/open.ts';
import { systemPlatform } from '../../server/platform/system-clock.ts';
import { until } from '../e2e/support/until.ts';
import { startPostgres, type ThrowawayPostgres } from '../support/postgres.ts';
import type { RemoteDevice } from '../support/remote-device.ts';
import { PokeListener } from './support/poke-listener.ts';
import { RaceWorld } from './support/race-world.ts';

describe('two server processes on one PostgreSQL', () => {
  let postgres: ThrowawayPostgres;
  let world: RaceWorld;
  let listener: PokeListener;
  /** Pushes to the first process alone; the reader listens to the second. */
  let writer: RemoteDevice;
  beforeAll(async () => {
    postgres = await startPostgres();
    world = await RaceWorld.open(postgres.url, 2);
    const [first = '', second = ''] = world.origins;
    writer = await world.device('super', [first]);
    const reader = await world.device('super', [second]);
    listener = await PokeListener.open(reader, second);
  });
  afterAll(async () => {
    listener?.close();
    await world?.close();
    await postgres?.stop();
  });

  const untilPoked = (space: string) =>
    until(`a poke of ${space}`, () => (listener.heard.has(space) ? true : undefined));

  it('POKE-2 a push to one pokes a reader connected to the other', async () => {
    await writer.push([writer.registration('DISDIK')]);
    await untilPoked('opd:DISDIK');
  });

  it('ADM-9 a pack published through one is what the other opens tickets under', async () => {
    const [first = '', second = ''] = world.origins;
    const admin = await world.device('admin', [first]);
    const database = await openDatabase({ url: world.url }, systemPlatform);
    const published = await database.db
      .selectFrom('stored_row')
      .select('id')
      .where('kind', '=', 'policy')
      .where('id', 'like', 'madiun.%')
      .execute();
    const next = published.length + 1;
    listener.heard.clear();
    await admin.ask(first, 'admin/policies', { pack: packOf(next), effectiveFrom: null, note: '' });
    await untilPoked('ref');
    // The poke that reached the reader started the reading of the packs; it ends by itself.
    const late = await world.device('super', [second]);
    await until('a ticket under the new version', async () => {
      const registered = late.registration('DINKES');
      await late.push([registered]);
      const { doc } = await database.db
        .selectFrom('stored_row')
        .select('doc')
        .where('kind', '=', 'ticket')
        .where('id', '=', (registered.args as { id: string }).id)
        .executeTakeFirstOrThrow();
      return (doc as { policy: { version: number } }).policy.version === next ? true : undefined;
    });
    await database.close();
  });

  it('POKE-2 pokes go on after all of PostgreSQL was killed and started again', async () => {
    await postgres.crash();
    await postgres.startAgain();
    listener.heard.clear();
    // Pushing goes on at once; the connection for notices is made again a moment later.
    await until('a poke after the restart', async () => {
      await writer.push([writer.registration('DINKES')]);
      return listener.heard.has('opd:DINKES') ? true : undefined;
    });
    expect(world.servers.map(({ isRunning }) => isRunning)).toEqual([true, true]);
  });
});
