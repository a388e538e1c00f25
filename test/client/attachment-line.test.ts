import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileApi } from '../../renderer/data/files/file-api.ts';
import { pieceBytes } from '../../renderer/data/files/file-records.ts';
import { FileTransfers } from '../../renderer/data/files/transfers.ts';
import { openFileService } from '../../server/files/file-service.ts';
import { createApp } from '../../server/http/app.ts';
import { createRandom } from '../simulation/random.ts';
import { seedOf } from '../support/seed.ts';
import { CuttingLine } from './support/cutting-line.ts';
import { attach, onlyFile, photo } from './support/file-desk.ts';
import { type Desk, openDesk, register, sync } from './support/scene.ts';
import { TestServer } from './support/test-server.ts';

describe('attachments on a line that breaks', () => {
  let server: TestServer;
  let app: FastifyInstance;
  let line: CuttingLine;

  /** A server process of its own as far as memory goes: only database and folder are those of the one before. */
  async function startServer(): Promise<number> {
    const services = { ...server.services, files: openFileService(server.folder) };
    app = await createApp({ services, staticDir: null, requestsPerMinute: 1_000_000 });
    await app.listen({ port: 0, host: '127.0.0.1' });
    return (app.server.address() as AddressInfo).port;
  }

  beforeAll(async () => {
    server = await TestServer.start();
    await server.addUser('ana', 'operator');
    await server.addUser('teknisi', 'technician');
    line = await CuttingLine.open(await startServer());
  });
  afterAll(async () => {
    await line.close();
    await app.close();
    await server.stop();
  });

  /** A worker that has just been started, over the real line. */
  function workerOf({ profile, engine, local }: Desk): FileTransfers {
    const ports = {
      ...profile.environment,
      fetch: (path: string, init: RequestInit) => fetch(new URL(path, line.origin), init),
    };
    const { db, view } = local;
    const announce = () => undefined;
    return new FileTransfers({ db, view, files: new FileApi(ports), access: engine.access, ports, announce });
  }

  it('ATT-2 cut at a random byte a hundred times, both sides started anew, files go up and come down whole', async () => {
    const random = createRandom(seedOf('line that breaks'));
    const here = await openDesk(server, 'ana');
    const there = await openDesk(server, 'teknisi');
    const move = async (desk: Desk, id: string) => {
      while ((await onlyFile(desk.desk, id)).place.transfer !== null) {
        line.breakAfter(random.below(pieceBytes * 2.5));
        await workerOf(desk).runOnce();
        if (!random.chance(0.1)) continue;
        const old = app;
        line.leadTo(await startServer());
        await old.close();
      }
      line.breakAfter();
    };
    for (let round = 0; line.cuts < 100; round += 1) {
      const bytes = photo(pieceBytes * 6 + random.below(pieceBytes), 1_000 + round);
      const id = await register(here.desk);
      await attach(here.desk, id, bytes);
      await sync(here);
      await move(here, id);
      await sync(there);
      const { attachment } = await onlyFile(there.desk, id);
      expect(attachment.content).toBe('stored');
      const { sha256 } = attachment;
      expect(hash('sha256', readFileSync(join(server.folder, sha256.slice(0, 2), sha256)))).toBe(sha256);
      await there.desk.files.fetch(attachment);
      await move(there, id);
      expect(await there.desk.files.bytes(sha256)).toEqual(bytes);
    }
  }, 300_000);
});
