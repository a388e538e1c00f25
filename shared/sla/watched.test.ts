import { describe, expect, it } from 'vitest';
import { deskWithTicket, minute, nineOClock } from '../../test/support/desk-in-memory.ts';
import { evaluate, type TargetStatus } from './evaluate.ts';
import { watchedOf } from './watched.ts';

function seenOf(desk: ReturnType<typeof deskWithTicket>, now = nineOClock + 20 * minute) {
  const policy = desk.tx.policy('madiun');
  if (policy === undefined) throw new Error('no pack');
  return watchedOf(evaluate(policy, desk.ticket(), now).metrics);
}

describe('the target the chip speaks of', () => {
  it('is the response while it runs, also when it is late', () => {
    expect(seenOf(deskWithTicket())).toMatchObject({ metric: 'response', state: 'breached' });
  });
  it('is the resolution once the response was given', () => {
    const desk = deskWithTicket();
    desk.must('operator', 'ticket.reply', { text: 'Baik' });
    expect(seenOf(desk)).toMatchObject({ metric: 'resolution', state: 'running' });
  });
  it('stays the resolution when all is done', () => {
    const desk = deskWithTicket();
    desk.must('operator', 'ticket.resolve', { solution: 'Diganti' });
    expect(seenOf(desk)).toMatchObject({ metric: 'resolution', state: 'met' });
  });
  it('is none without priority', () => {
    expect(seenOf(deskWithTicket({ urgency: null, impact: null }))).toBeNull();
  });
  it('is the late one where a pack has many, and the nearest while none is late', () => {
    const status = (metric: string, dueAt: number | null): TargetStatus => ({
      metric,
      state: 'running',
      elapsedMs: 0,
      durationMs: 1,
      remainingMs: 1,
      dueAt,
      stoppedAt: null,
      warning: null,
      nextChangeAt: null,
      comparison: 'lte',
      calendar: 'always',
    });
    const metrics = [status('fulfilment', 3_000), status('opening', 1_000), status('verification', 2_000)];
    expect(watchedOf(metrics)?.metric).toBe('opening');
    const [fulfilment] = metrics;
    const paused = { ...(fulfilment as TargetStatus), state: 'paused' as const, dueAt: null };
    expect(watchedOf([status('closing', null), paused])?.metric).toBe('fulfilment');
  });
});
