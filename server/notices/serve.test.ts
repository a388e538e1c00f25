import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { formatTicketNumber } from '#shared/domain/ticket-number.ts';
import { pushResponseSchema, sessionSchema } from '#shared/sync/protocol.ts';
import { saveAccount } from '../auth/accounts.ts';
import { hashPassword } from '../auth/passwords.ts';
import { password, testCost, testOpd, testUser } from '../contract/world.ts';
import { openDatabase } from '../db/open.ts';
import { systemPlatform } from '../platform/system-clock.ts';
import { writeRows } from '../store/rows.ts';
import { startTestRelay } from './test-relay.ts';

const main = join(import.meta.dirname, '..', 'cli', 'main.ts');
const now = systemPlatform.clock();
const ana = testUser('ana', { email: 'ana@kota.go.id' });

async function prepare(data: string): Promise<void> {
  const database = await openDatabase({ data }, systemPlatform);
  const hashed = await hashPassword(password, testCost);
  await database.db.transaction().execute(async (tx) => {
    await writeRows(tx, [{ kind: 'opd', id: 'DINKES', doc: testOpd('DINKES') }]);
    await saveAccount(tx, ana, hashed, { mustChange: false, now });
  });
  await database.close();
}

it('serve sends mail through the relay it is given, and never tells its password', async () => {
  const data = mkdtempSync(join(tmpdir(), 'tanggap-mail-'));
  const relay = await startTestRelay();
  await prepare(data);
  const env = {
    ...process.env,
    TANGGAP_SMTP_URL: `smtp://tanggap:rahasia-relay@127.0.0.1:${relay.port}`,
    TANGGAP_MAIL_FROM: 'Service Desk <desk@kota.go.id>',
  };
  const args = ['serve', '--data', data, '--port', '0', '--public-url', 'https://tanggap.kota.go.id/'];
  const server = spawn(process.execPath, [main, ...args], { stdio: 'pipe', env });
  const told = text(server.stderr);
  const [line] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
  const send = async (path: string, body: object, token = '') => {
    const answer = await fetch(`${line.slice('listening '.length)}/api/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ protocol: 2, ...body }),
    });
    return answer.json();
  };
  const login = { username: 'ana', password, deviceId: null, deviceName: 'Uji' };
  const { accessToken, deviceCode } = sessionSchema.parse(await send('login', login));
  const number = formatTicketNumber({
    kind: 'incident',
    opd: 'DINKES',
    month: '2611',
    device: deviceCode,
    sequence: 1,
  });
  const ticket = {
    id: 't-1',
    number,
    kind: 'incident',
    opd: 'DINKES',
    channel: 'telephone',
    title: 'Jaringan mati',
    description: 'Sejak pagi.',
    client: { name: 'Siti' },
    category: 'incident_network',
    urgency: 'low',
    impact: 'low',
    reportedAt: now,
    assignee: ana.id,
    forms: [],
  };
  const mutation = { id: 1, name: 'ticket.register', args: ticket, occurredAt: now, seenServerTime: now };
  const pushed = await send('push', { mutations: [mutation] }, accessToken);
  expect(pushResponseSchema.parse(pushed).outcomes).toEqual([]);
  await relay.until(1);
  expect(relay.arrived[0]).toMatchObject({
    subject: `[${number}] Tiket ditugaskan – Jaringan mati`,
    from: { name: 'Service Desk', address: 'desk@kota.go.id' },
    envelopeTo: ['ana@kota.go.id'],
  });
  expect(relay.arrived[0]?.text).toContain('https://tanggap.kota.go.id/tiket/t-1');
  server.kill('SIGTERM');
  expect(await once(server, 'exit')).toEqual([0, null]);
  expect(await told).not.toContain('rahasia-relay');
  expect(await told).not.toContain('mail_off');
  await relay.close();
  rmSync(data, { recursive: true, force: true });
}, 180_000);

it('serve refuses half a setting of mail before it opens anything', async () => {
  const data = join(tmpdir(), 'tanggap-never-made');
  const env = { ...process.env, TANGGAP_SMTP_URL: 'smtp://tanggap:rahasia-relay@127.0.0.1' };
  const child = spawn(process.execPath, [main, 'serve', '--data', data, '--port', '0'], {
    stdio: 'pipe',
    env,
  });
  const [err, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect([code, err]).toEqual([2, expect.stringContaining('mail-from')]);
  expect(err).not.toContain('rahasia-relay');
});
