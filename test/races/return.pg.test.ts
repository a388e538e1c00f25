import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectConverged } from '../bench/support/morning-check.ts';
import { passNight, plansOf } from '../bench/support/night.ts';
import { ReturningDevice } from '../bench/support/returning-device.ts';
import { settleOffices } from '../bench/support/returning-office.ts';
import type { Morning } from '../bench/support/returning-plan.ts';
import { freePort, ServerProcess } from '../e2e/support/server-process.ts';
import { startPostgres, type ThrowawayPostgres } from '../support/postgres.ts';
import { freshDatabase } from './support/race-world.ts';

/** As `npm run bench -- P12` has it with five hundred devices and its times, which are no matter here. */
const morning: Morning = { offices: 2, devicesPerOffice: 12, mutationsPerDevice: 40, repliesPerOffice: 60 };
const patienceMs = 150_000;

describe('devices that return after a night', () => {
  let postgres: ThrowawayPostgres;
  let folder: string;
  const servers: ServerProcess[] = [];
  beforeAll(async () => {
    postgres = await startPostgres();
    folder = mkdtempSync(join(tmpdir(), 'tanggap-return-'));
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop('SIGKILL')));
    await postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('F40 all at one moment, to two server processes: each drains its outbox and gets everybody’s work, once', async () => {
    const store = { url: await freshDatabase(postgres.url) };
    const evening = await settleOffices(store, morning);
    const more = { serve: ['--requests-per-minute', '1000000'] };
    for (let at = 0; at < 2; at += 1) servers.push(new ServerProcess(store, await freePort(), folder, more));
    await Promise.all(servers.map((server) => server.start()));
    await passNight(servers[0]?.origin ?? '', evening, morning);
    const origins = servers.map(({ origin }) => origin);
    const plans = plansOf(evening, morning, origins, () => 0);
    const patience = AbortSignal.timeout(patienceMs);
    const start = performance.now();
    const reports = await Promise.all(plans.map((plan) => new ReturningDevice(plan).live(start, patience)));
    expect(reports.filter(({ convergedAt }) => !Number.isFinite(convergedAt))).toEqual([]);
    expect(reports.map(({ pushMs, refused }) => [pushMs.length, refused])).toEqual(plans.map(() => [1, 0]));
    await expectConverged(store, morning, evening, plans, reports);
  });
});
