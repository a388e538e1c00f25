import { describe, expect, it } from 'vitest';
import { runOnLines } from './test-io.ts';

const ticket = {
  id: 'T',
  pack: 'madiun',
  reportedAt: '2026-02-06T15:00:00+07:00',
  urgency: 'high',
  impact: 'high',
  calendar: { holidays: [{ date: '2026-02-09', name: 'Hari libur contoh' }] },
  events: [
    { at: '2026-02-06T15:05:00+07:00', type: 'state', to: 'in_progress' },
    { at: '2026-02-06T15:30:00+07:00', type: 'state', to: 'waiting' },
    { at: '2026-02-10T08:10:00+07:00', type: 'state', to: 'in_progress' },
  ],
  now: '2026-02-10T09:00:00+07:00',
};

interface Piece {
  readonly from: string;
  readonly to: string;
  readonly counted: boolean;
  readonly ms: number;
  readonly reason: string;
  readonly label?: string;
  readonly projected: boolean;
}
interface Target {
  readonly metric: string;
  readonly elapsedMs: number;
  readonly durationMs: number;
  readonly dueAt: string;
  readonly state: string;
  readonly pieces: readonly Piece[];
}

async function targetsOf(line: object): Promise<readonly Target[]> {
  const { results } = await runOnLines(['explain'], [line]);
  return (results[0] as { targets: readonly Target[] }).targets;
}

describe('sla explain', () => {
  it('lists every target with the pieces that make up its sum', async () => {
    const targets = await targetsOf(ticket);
    expect(targets.map(({ metric, state }) => [metric, state])).toEqual([
      ['response', 'met'],
      ['resolution', 'running'],
    ]);
    for (const { pieces, elapsedMs, durationMs, state } of targets) {
      const counted = pieces.filter(({ projected }) => !projected).reduce((sum, { ms }) => sum + ms, 0);
      expect(counted).toBe(elapsedMs);
      const ahead = pieces.filter(({ projected }) => projected).reduce((sum, { ms }) => sum + ms, 0);
      expect(ahead).toBe(state === 'running' ? durationMs - elapsedMs : 0);
    }
  });

  it('agrees with sla evaluate on due instant and elapsed time', async () => {
    const evaluated = (await runOnLines(['evaluate'], [ticket])).results[0] as Record<string, unknown>;
    for (const { metric, state, elapsedMs, dueAt } of await targetsOf(ticket))
      expect(evaluated[metric]).toEqual({ state, elapsedMs, dueAt });
  });

  it('names the wait and, ahead of now, the hours outside the office', async () => {
    const [, resolution] = await targetsOf(ticket);
    const told = resolution?.pieces.map(({ reason, ms, projected }) => [reason, ms / 60_000, projected]);
    expect(told).toEqual([
      ['open', 30, false],
      ['waiting', 0, false],
      ['open', 50, false],
      ['open', 400, true],
    ]);
  });

  it('names a day off by its name', async () => {
    const running = { ...ticket, events: ticket.events.slice(0, 1) };
    const [, resolution] = await targetsOf(running);
    expect(resolution?.pieces.some(({ label, counted }) => label === 'Hari libur contoh' && !counted)).toBe(
      true,
    );
  });

  it('reports what is wrong with a line by field, as sla evaluate does', async () => {
    const run = await runOnLines(
      ['explain'],
      [
        { ...ticket, pack: 'nowhere' },
        { ...ticket, now: 'soon' },
      ],
    );
    expect(run).toMatchObject({ results: [], exitCode: 2 });
    expect(run.errors).toEqual([
      'line 1: pack: no policy pack nowhere (there are madiun, tangerang, magelang, jabar, polewali)',
      'line 2: now: not an instant (such as 2026-02-02T08:00:00+07:00)',
    ]);
  });
});
