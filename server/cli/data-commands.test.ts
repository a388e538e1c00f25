import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tanggap-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function cli(...args: string[]) {
  const env = { ...process.env };
  delete env.DATABASE_URL;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [main, ...args, '--data', join(folder, 'data')],
    {
      env,
      encoding: 'utf8',
    },
  );
  return { status, stdout, stderr };
}

const head =
  'number,incident_state,sys_updated_at,sys_updated_by,opened_at,opened_by,sys_created_at,caller_id,contact_type,location,category,subcategory,u_symptom,cmdb_ci,impact,urgency,assignment_group,assigned_to,closed_code';
const row = (number: string, state: string, time: string) =>
  `${number},${state},${time},Updated by 1,02-11-2026 08:00,?,?,Caller 1,Phone,?,Category 1,?,Symptom 1,?,2 - Medium,2 - Medium,?,?,?`;

describe('demo, import, recap and export on the command line', () => {
  it('work one after the other on one data folder: data on stdout, messages on stderr', () => {
    const demo = cli('demo', '--tickets', '40', '--today', '2026-11-20');
    expect(demo.status).toBe(0);
    expect(demo.stderr).toContain('40 tickets');
    expect(demo.stdout.trim().split('\n')).toHaveLength(37);
    expect(demo.stdout).toMatch(/^operator +Tanggap-Demo-2026 +operator +DISKOMINFO/m);

    const again = cli('demo');
    expect(again).toMatchObject({ status: 2, stdout: '' });
    expect(again.stderr).toContain('data: the database is not empty');

    const file = join(folder, 'log.csv');
    const rows = [row('A', 'New', '02-11-2026 08:05'), row('A', '-100', '02-11-2026 09:00')];
    writeFileSync(file, [head, ...rows, row('A', 'Closed', '03-11-2026 09:00'), ''].join('\n'));
    const options = ['incidents', file, '--map', 'servicenow', '--zone', 'Asia/Jakarta'];
    const unknown = cli('import', ...options, '--opd', 'NEWOPD');
    expect(unknown).toMatchObject({ status: 2, stdout: '' });
    expect(unknown.stderr).toContain('opd: there is no office NEWOPD');
    const imported = cli('import', ...options, '--opd', 'NEWOPD', '--create-opd');
    expect(imported.status).toBe(2);
    expect(imported.stderr).toBe('line 3: incident_state: unknown value "-100"\n');
    expect(JSON.parse(imported.stdout)).toMatchObject({ rows: 3, badRows: 1, tickets: 1, written: 1 });

    const exported = cli('export', 'tickets', '--format', 'ndjson', '--opd', 'NEWOPD');
    expect(exported.status).toBe(0);
    const [line, ...rest] = exported.stdout.trim().split('\n');
    expect(rest).toEqual([]);
    expect(JSON.parse(line ?? '')).toMatchObject({
      externalRef: 'A',
      state: 'closed',
      reportedAt: '2026-11-02T01:00:00.000Z',
      timeline: [{ at: '2026-11-03T02:00:00.000Z', type: 'state', to: 'closed' }],
      sla: { resolution: { state: 'met', elapsedMs: 32_400_000 } },
    });

    const recap = cli('recap', '--period', '2026-11', '--opd', 'NEWOPD', '--format', 'json');
    expect(recap.status).toBe(0);
    expect(JSON.parse(recap.stdout)).toMatchObject({ opd: 'NEWOPD', totals: { reported: 1, resolved: 1 } });

    expect(cli('verify').status).toBe(0);
  }, 180_000);

  it.each([
    [['recap', '--period', '2026-13'], 'period: "2026-13" is not a month'],
    [['recap'], '--period'],
    [['recap', '--period', '2026-11', '--opd', 'NONE'], 'opd: there is no office NONE'],
    [['export', 'tickets', '--now', 'tomorrow'], 'now: not an instant'],
    [['export', 'tickets', '--format', 'xml'], '--format'],
    [['demo', '--today', '2026-02-30'], 'today: "2026-02-30" is no date'],
    [['demo', '--tickets', 'many'], '--tickets'],
    [['import', 'incidents', 'none.csv', '--opd', 'DINKES', '--map', 'none'], 'map: mapping none'],
    [
      ['import', 'incidents', 'none.csv', '--opd', 'DINKES', '--map', 'servicenow', '--zone', 'Mars'],
      'zone: "Mars"',
    ],
    [['import', 'incidents', 'none.csv', '--opd', 'DINKES', '--map', 'servicenow'], 'none.csv: '],
    [['import', 'incidents', 'none.csv', '--map', 'servicenow'], '--opd'],
  ])('%j ends with code 2 and names the place', (args, message) => {
    const result = cli(...args);
    expect(result.stderr).toContain(message);
    expect(result).toMatchObject({ status: 2, stdout: '' });
  });
});
