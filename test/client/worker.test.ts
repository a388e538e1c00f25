import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DeskDatabase } from '../../renderer/data/db/database.ts';
import { exchangeDesk } from '../../renderer/data/sync/exchange-desk.ts';
import { attach, onlyFile, photo, transfersOf } from './support/file-desk.ts';
import { openDesk, register, sync } from './support/scene.ts';
import { TestServer } from './support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
  await server.addUser('sari', 'operator');
  await server.addUser('budi', 'operator');
});
afterAll(() => server.stop());

describe('worker', () => {
  it('OUT-14 a worker whose database cannot be opened tells the windows, tries again and exchanges', async () => {
    const { desk, local, profile } = await openDesk(server, 'sari');
    await register(desk);
    const opening = vi
      .spyOn(DeskDatabase.prototype, 'isOfLaterVersion')
      .mockRejectedValueOnce(new DOMException('broken', 'InvalidStateError'))
      .mockRejectedValueOnce(new DOMException('broken', 'InvalidStateError'));
    const waits: number[] = [];
    const waiting: (() => void)[] = [];
    const end = new AbortController();
    const environment = {
      ...profile.environment,
      sleep: (ms: number, signal: AbortSignal) =>
        new Promise<void>((resolve) => {
          waits.push(ms);
          waiting.push(resolve);
          signal.addEventListener('abort', () => resolve(), { once: true });
        }),
    };
    const { userId } = local;
    const line = profile.hubOf(userId).open();
    const onConnected = () => () => undefined;
    const parts = { userId, environment, line, factory: profile.factory, onConnected };
    const running = exchangeDesk(parts, end.signal);
    await expect.poll(() => waits.length).toBe(1);
    const trouble = { phase: 'idle', online: false, problem: 'storage_closed', pending: 1 };
    expect(desk.sync.status()).toMatchObject(trouble);
    waiting[0]?.();
    // The second failure waits longer, unless somebody asks.
    await expect.poll(() => waits.length).toBe(2);
    expect(waits[1]).toBeGreaterThan(waits[0] ?? 0);
    desk.sync.syncNow();
    await expect.poll(() => desk.sync.status()).toMatchObject({ online: true, problem: null, pending: 0 });
    // Sent is told before it is pulled, and only what is pulled leaves the outbox.
    await expect.poll(() => local.db.outbox.count()).toBe(0);
    end.abort();
    await running;
    expect(opening).toHaveBeenCalledTimes(3);
    opening.mockRestore();
    await desk.close();
  });

  it('ATT-9 F28 bytes that the server has lost are sent again by a worker that runs on', async () => {
    const { desk, local, profile } = await openDesk(server, 'sari');
    const id = await register(desk);
    const bytes = photo(90_000, 3);
    await attach(desk, id, bytes);
    const end = new AbortController();
    const { environment } = profile;
    const { userId } = local;
    const line = profile.hubOf(userId).open();
    const onConnected = () => () => undefined;
    const parts = { userId, environment, line, factory: profile.factory, onConnected };
    const running = exchangeDesk(parts, end.signal);
    const isStored = async () => {
      desk.sync.syncNow();
      expect((await onlyFile(desk, id)).attachment.content).toBe('stored');
    };
    await vi.waitFor(isStored, { timeout: 30_000 });
    const { attachment } = await onlyFile(desk, id);
    await server.services.files?.store.drop(attachment.sha256);
    const there = await openDesk(server, 'budi');
    await there.desk.files.fetch(attachment);
    await transfersOf(there).runOnce();
    await sync(there);
    expect((await onlyFile(there.desk, id)).attachment.content).toBe('waiting');
    await vi.waitFor(
      async () => {
        desk.sync.syncNow();
        await sync(there);
        expect((await onlyFile(there.desk, id)).attachment.content).toBe('stored');
      },
      { timeout: 30_000 },
    );
    end.abort();
    await running;
    await desk.close();
    await there.desk.close();
  });
});
