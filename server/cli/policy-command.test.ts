import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { policyCommand } from './policy-command.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tanggap-policy-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** Runs `policy check` on files with these contents and collects what was written, without the folder. */
async function check(...contents: string[]): Promise<{ out: string; err: string; exitCode: number }> {
  const files = contents.map((content, at) => {
    const file = join(folder, `${at + 1}.json`);
    writeFileSync(file, content);
    return file;
  });
  let exitCode = 0;
  const written = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      written[stream] += String(text);
      return true;
    });
  }
  const command = policyCommand((code) => {
    exitCode = code;
  });
  await command.parseAsync(['check', ...files], { from: 'user' });
  const plain = (text: string): string => text.replaceAll(`${folder}/`, '');
  return { out: plain(written.stdout), err: plain(written.stderr), exitCode };
}

const madiun = readFileSync('resources/policies/madiun.json', 'utf8');
const changed = (change: (pack: { calendars: object }) => void): string => {
  const pack = JSON.parse(madiun);
  change(pack);
  return JSON.stringify(pack);
};

describe('policy check', () => {
  it('says what a sound pack holds', async () => {
    expect(await check(madiun)).toEqual({
      out: '1.json: ok, pack madiun version 1, 2 targets\n',
      err: '',
      exitCode: 0,
    });
  });

  it('names the path and the reason of every fault, and goes on with the next file', async () => {
    const broken = changed((pack) => {
      Object.assign(pack, { timeZone: 'Asia/Madiun' });
      Object.assign(pack.calendars, { office: { hours: { mon: [['16:00', '08:00']] } } });
    });
    const run = await check(broken, madiun);
    expect(run.exitCode).toBe(2);
    expect(run.err).toContain('1.json: timeZone: unknown time zone');
    expect(run.err).toContain('1.json: calendars.office.hours.mon[0][1]: end 08:00 is not after start 16:00');
    expect(run.out).toBe('2.json: ok, pack madiun version 1, 2 targets\n');
  });

  it('says where a file is no JSON', async () => {
    const run = await check('{"name": "x"');
    expect(run).toMatchObject({ out: '', exitCode: 2 });
    expect(run.err).toMatch(/^1\.json: not JSON: .*position 12/);
  });

  it('takes a file that begins with a byte order mark', async () => {
    expect((await check(`\uFEFF${madiun}`)).exitCode).toBe(0);
  });
});
