import { describe, expect, it } from 'vitest';
import { evaluate } from '#shared/sla/evaluate.ts';
import { deskWithTicket, minute, nineOClock } from '../../../test/support/desk-in-memory.ts';
import { watchedTarget } from './use-targets.ts';

function watchedOf(desk: ReturnType<typeof deskWithTicket>, now = nineOClock + 20 * minute) {
  const policy = desk.tx.policy('madiun');
  if (policy === undefined) throw new Error('no pack');
  return watchedTarget(evaluate(policy, desk.ticket(), now).metrics);
}

describe('the target the chip speaks of', () => {
  it('is the response while it runs, also when it is late', () => {
    expect(watchedOf(deskWithTicket())).toMatchObject({ metric: 'response', state: 'breached' });
  });
  it('is the resolution once the response was given', () => {
    const desk = deskWithTicket();
    desk.must('operator', 'ticket.reply', { text: 'Baik' });
    expect(watchedOf(desk)).toMatchObject({ metric: 'resolution', state: 'running' });
  });
  it('stays the resolution when all is done', () => {
    const desk = deskWithTicket();
    desk.must('operator', 'ticket.resolve', { solution: 'Diganti' });
    expect(watchedOf(desk)).toMatchObject({ metric: 'resolution', state: 'met' });
  });
  it('is none without priority', () => {
    expect(watchedOf(deskWithTicket({ urgency: null, impact: null }))).toBeNull();
  });
});
