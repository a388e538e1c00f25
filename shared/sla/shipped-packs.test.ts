import { describe, expect, it } from 'vitest';
import jabar from '#resources/policies/jabar.json' with { type: 'json' };
import madiun from '#resources/policies/madiun.json' with { type: 'json' };
import magelang from '#resources/policies/magelang.json' with { type: 'json' };
import polewali from '#resources/policies/polewali.json' with { type: 'json' };
import tangerang from '#resources/policies/tangerang.json' with { type: 'json' };
import { ladderOf } from './ladder.ts';
import { type PolicyPack, readPolicyPack } from './pack.ts';
import { compilePolicy } from './policy.ts';
import { at, MINUTE, ticket } from './test-pack.ts';
import type { SlaInput } from './timeline.ts';

function packOf(json: unknown): PolicyPack {
  const read = readPolicyPack(json);
  if (!read.ok) throw new Error(JSON.stringify(read.error.issues));
  return read.value;
}

const packs = [jabar, madiun, magelang, polewali, tangerang].map(packOf);
/** A Friday evening in Jakarta. */
const friday = at('2026-02-06T19:00:00+07:00');

function steps(json: unknown, input: SlaInput, metric: string): [number, number, string][] {
  return ladderOf(compilePolicy(packOf(json)), input, input.reportedAt)
    .filter((step) => step.metric === metric)
    .map((step) => [step.at, step.tellAt, step.tell.join(' ')]);
}

describe('notices of the shipped packs', () => {
  it.each(packs.map((pack) => [pack.name, pack] as const))('%s tells only levels it names', (_, pack) => {
    const named = pack.escalation.map(({ level }) => `level${level}`);
    const { ladder, mails } = pack.notifications;
    const told = [...ladder.map(({ tell }) => tell), ...Object.values(mails)].flat();
    expect(told.filter((one) => one.startsWith('level') && !named.includes(one))).toEqual([]);
  });

  it('Magelang climbs three levels, day and night where the target runs so', () => {
    const disturbance = ticket([], {
      reportedAt: friday,
      severity: 'major',
      serviceKind: 'public',
      serviceClass: 'critical',
    });
    expect(steps(magelang, disturbance, 'response')).toEqual([
      [0.5, friday + 7.5 * MINUTE, 'assignee'],
      [0.75, friday + 11.25 * MINUTE, 'assignee'],
      [0.9, friday + 13.5 * MINUTE, 'assignee level1'],
      [1, friday + 15 * MINUTE, 'assignee level1 supervisor'],
      [1.5, friday + 22.5 * MINUTE, 'level2'],
      [2, friday + 30 * MINUTE, 'level3'],
    ]);
  });

  it('Jawa Barat tells of calendar days in office hours, and of its hour steps only when they are due', () => {
    const request = ticket(
      [
        { at: friday, type: 'step', step: 'entered' },
        { at: friday, type: 'step', step: 'opened' },
      ],
      { reportedAt: friday, kind: 'service_request', durationClass: 'short' },
    );
    const monday = at('2026-02-09T08:00:00+07:00');
    expect(steps(jabar, request, 'verification')).toEqual([
      [0.9, monday, 'assignee operator'],
      [1, monday, 'assignee operator supervisor'],
    ]);
    expect(steps(jabar, request, 'fulfilment').map(([share, tellAt]) => [share, tellAt])).toEqual([
      [0.5, monday],
      [0.75, monday],
      [0.9, at('2026-02-09T11:48:00+07:00')],
      [1, at('2026-02-10T08:00:00+07:00')],
    ]);
  });

  it('Polewali Mandar tells by its own clock, an hour ahead of Jakarta', () => {
    const report = ticket([], {
      reportedAt: at('2026-02-06T15:00:00+08:00'),
      urgency: 'low',
      impact: 'high',
    });
    expect(steps(polewali, report, 'response').map(([, tellAt]) => tellAt)).toEqual([
      at('2026-02-06T15:30:00+08:00'),
      at('2026-02-06T15:45:00+08:00'),
      at('2026-02-06T15:54:00+08:00'),
      at('2026-02-06T16:00:00+08:00'),
    ]);
  });

  it('Jawa Barat writes to user, desk and heads when a request opens, and to the agent too when it closes', () => {
    expect(packOf(jabar).notifications.mails).toMatchObject({
      opened: ['client', 'operator', 'supervisor'],
      closed: ['client', 'operator', 'supervisor', 'assignee'],
    });
  });
});
