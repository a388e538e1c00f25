import { describe, expect, it } from 'vitest';
import {
  deskWithTicket,
  minute,
  nineOClock,
  type Person,
  people,
} from '../../../test/support/desk-in-memory.ts';
import { type ExcuseAction, excuseActions } from './excuse-actions.ts';

type Desk = ReturnType<typeof deskWithTicket>;

const metric = 'response';
const late = { occurredAt: nineOClock + 60 * minute };
const situations: Readonly<Record<string, (desk: Desk) => void>> = {
  'nothing said yet': () => {},
  proposed: ({ must }) => must('operator', 'breach.excuse', { metric, reason: 'Listrik padam' }, late),
  approved: ({ must }) => must('supervisor', 'breach.excuse', { metric, reason: 'Listrik padam' }, late),
  refused({ must }) {
    must('operator', 'breach.excuse', { metric, reason: 'Listrik padam' }, late);
    must('supervisor', 'breach.decide', { metric, approve: false, note: 'Genset ada' }, late);
  },
};
const calls: Readonly<Record<ExcuseAction, readonly [string, Record<string, unknown>]>> = {
  propose: ['breach.excuse', { metric, reason: 'Lagi' }],
  grant: ['breach.excuse', { metric, reason: 'Lagi' }],
  approve: ['breach.decide', { metric, approve: true, note: '' }],
  refuse: ['breach.decide', { metric, approve: false, note: 'Tidak' }],
};
const everybody: readonly Person[] = ['client', 'operator', 'technician', 'knowledge', 'supervisor', 'admin'];

describe('what is offered for a late target', () => {
  const cases = Object.entries(situations).flatMap(([name, arrange]) =>
    everybody.map((who) => [name, who, arrange] as const),
  );
  it.each(cases)('%s, %s: is accepted by the mutators', (_, who, arrange) => {
    const offered = (desk: Desk) => {
      const excuse = desk.ticket().excuses?.find((entry) => entry.metric === metric);
      return excuseActions({ state: 'breached' }, excuse, people[who].role);
    };
    const first = deskWithTicket();
    arrange(first);
    for (const action of offered(first)) {
      const desk = deskWithTicket();
      arrange(desk);
      const [name, args] = calls[action];
      expect([action, desk.act(who, name, args, late)]).toEqual([action, { ok: true, value: undefined }]);
    }
  });

  it('follows role and decision', () => {
    const offered = (arrange: string, role: 'operator' | 'supervisor') => {
      const desk = deskWithTicket();
      situations[arrange]?.(desk);
      return excuseActions({ state: 'breached' }, desk.ticket().excuses?.[0], role);
    };
    expect(offered('nothing said yet', 'operator')).toEqual(['propose']);
    expect(offered('nothing said yet', 'supervisor')).toEqual(['grant']);
    expect(offered('proposed', 'operator')).toEqual([]);
    expect(offered('proposed', 'supervisor')).toEqual(['approve', 'refuse']);
    expect(offered('approved', 'supervisor')).toEqual([]);
    expect(offered('refused', 'operator')).toEqual(['propose']);
  });

  it('is nothing while the target is not late', () => {
    expect(excuseActions({ state: 'running' }, undefined, 'supervisor')).toEqual([]);
  });
});
