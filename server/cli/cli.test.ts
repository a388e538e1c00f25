import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sessionSchema } from '#shared/sync/protocol.ts';

const main = join(import.meta.dirname, 'main.ts');
/** Each run starts a process, and most of them a database. */
const slow = { timeout: 180_000 };

async function run(args: string[], input = '') {
  const child = spawn(process.execPath, [main, ...args], { stdio: 'pipe' });
  child.stdin.end(input);
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { out, err, code: code as number };
}

describe('command line of the server', () => {
  let data: string;
  beforeAll(() => {
    data = mkdtempSync(join(tmpdir(), 'tanggap-cli-'));
  });
  afterAll(() => rmSync(data, { recursive: true, force: true }));
  const user = (name: string, more: string[] = []) => [
    ...['user', 'add', '--data', data, '--username', name, '--name', 'Ana', '--role', 'operator'],
    ...['--opd', 'DINKES', '--password-stdin', ...more],
  ];

  it('ends with 2 and names the field when the input is wrong', slow, async () => {
    const wrong: [string[], string][] = [
      [['serve', '--port', 'x'], '--port'],
      [['user', 'add', '--username', 'ana'], '--name'],
      [['nothing'], 'nothing'],
      [user('ana', ['--scope', 'dinkes']), 'scope'],
      [user('Ana'), 'username'],
      [user('ana', ['--email', 'ana']), 'email'],
      [user('ana', ['--role', 'king']), '--role'],
    ];
    for (const [args, field] of wrong) {
      const { code, out, err } = await run(args, 'kata-sandi-panjang\n');
      expect([args.join(' '), code, out]).toEqual([args.join(' '), 2, '']);
      expect(err).toContain(field);
    }
    const weak = await run(user('ana'), 'pendek\n');
    expect([weak.code, weak.err]).toEqual([2, expect.stringContaining('password: too_short')]);
  });

  it(
    'EPOCH-1 LOCK-1 creates an account, serves it, refuses a second server, stops cleanly; a restored server has another epoch',
    slow,
    async () => {
      const added = await run(user('ana', ['--email', 'ana@example.go.id']), 'kata-sandi-panjang\n');
      expect([added.code, JSON.parse(added.out).username]).toEqual([0, 'ana']);
      expect((await run(user('ana'), 'kata-sandi-panjang\n')).err).toContain('username');

      const server = spawn(process.execPath, [main, 'serve', '--data', data, '--port', '0'], {
        stdio: 'pipe',
      });
      const told = text(server.stderr);
      const [line] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
      expect(line).toMatch(/^listening http:\/\/127\.0\.0\.1:\d+$/);
      const answer = await fetch(`${line.slice('listening '.length)}/api/v1/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          protocol: 1,
          username: 'ana',
          password: 'kata-sandi-panjang',
          deviceId: null,
          deviceName: 'Uji',
        }),
      });
      expect(sessionSchema.parse(await answer.json()).user).toMatchObject({
        scope: ['DINKES'],
        email: 'ana@example.go.id',
      });
      const second = await run(['verify', '--data', data]);
      expect([second.code, second.out]).toEqual([1, '']);
      expect(second.err).toContain(`in use by process ${server.pid}`);
      server.kill('SIGTERM');
      expect(await once(server, 'exit')).toEqual([0, null]);
      expect(await told).not.toContain('one-time password');
      expect(await told).not.toContain('kata-sandi-panjang');

      const verified = await run(['verify', '--data', data]);
      expect([verified.code, JSON.parse(verified.out)]).toMatchObject([0, { faults: [] }]);
      const [before, after] = [
        await run(['restored', '--data', data]),
        await run(['restored', '--data', data]),
      ];
      expect(JSON.parse(before.out).epoch).not.toBe(JSON.parse(after.out).epoch);
    },
  );
});
