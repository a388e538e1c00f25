import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayMs, oldTicket } from '../../server/contract/old-tickets.ts';
import { attach, onlyFile, photo, transfersOf } from './support/file-desk.ts';
import { openDesk, sync } from './support/scene.ts';
import { TestServer } from './support/test-server.ts';

describe('a file for a ticket from before the window', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start();
    await server.addUser('ana', 'supervisor', { scope: ['DINKES'] });
  });
  afterAll(() => server.stop());

  it('ATT-11 F28 keeps its bytes while its mutation waits and everything is pulled anew', async () => {
    const id = 'arsip-900-299';
    const at = server.now - 600 * dayMs;
    await server.write(oldTicket(id, at));
    const here = await openDesk(server, 'ana');
    const { desk, profile } = here;
    await desk.older.load({ ticket: id });
    const bytes = photo(90_000, 11);
    await attach(desk, id, bytes);
    profile.faults = {
      before(path) {
        if (path === '/api/v1/push') throw new TypeError('cut');
      },
    };
    await here.local.db.meta.delete('cursor');
    // Everything is pulled anew, then the line breaks: what waits is about a ticket the device has not got.
    expect(await here.engine.exchange()).toEqual({ kind: 'offline' });
    expect(await desk.ticket(id)).toBeUndefined();
    await transfersOf(here).runOnce();
    profile.faults = {};
    await sync(here);
    await transfersOf(here).runOnce();
    await sync(here);
    expect((await onlyFile(desk, id)).attachment.content).toBe('stored');
    expect(await desk.files.bytes((await onlyFile(desk, id)).attachment.sha256)).toEqual(bytes);
  });
});
