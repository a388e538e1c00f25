import madiun from '#resources/policies/madiun.json' with { type: 'json' };
import type { Level } from '#shared/domain/codes.ts';
import { evaluate, type SlaInput } from '#shared/sla/evaluate.ts';
import { policyPackSchema } from '#shared/sla/pack.ts';
import { compilePolicy } from '#shared/sla/policy.ts';
import { benchCalendar } from './calendar-bench.ts';
import { type Bench, inMs, median, timed } from './report.ts';

const minute = 60_000;
const day = 86_400_000;
const newest = Date.UTC(2026, 10, 20, 9);

/** Tickets over 13 months with the usual course: taken up, sometimes waiting, solved, closed; the newest still open. */
function tickets(count: number): SlaInput[] {
  const levels: readonly Level[] = ['high', 'medium', 'low'];
  return Array.from({ length: count }, (_, at) => {
    const reportedAt = newest - Math.floor((at / count) * 395 * day) - (at % 480) * minute;
    const open = at < count / 50;
    const state = (to: 'in_progress' | 'waiting' | 'resolved' | 'closed', after: number) =>
      ({ at: reportedAt + after * minute, type: 'state', to }) as const;
    return {
      urgency: levels[at % 3] ?? 'low',
      impact: levels[(at >> 2) % 3] ?? 'low',
      reportedAt,
      timeline: [
        state('in_progress', 7 + (at % 50)),
        ...(at % 4 === 0 ? [state('waiting', 90), state('in_progress', 1_500)] : []),
        ...(open ? [] : [state('resolved', 2_000 + (at % 900)), state('closed', 3_400)]),
      ],
    };
  });
}

/** P7: evaluate everything once, and one changed ticket; the arithmetic of calendars. */
export const slaBench: Bench = {
  id: 'P7',
  async run(report) {
    const policy = compilePolicy(policyPackSchema.parse(madiun));
    const all = tickets(100_000);
    const whole = () => {
      let late = 0;
      for (const ticket of all) {
        for (const target of evaluate(policy, ticket, newest).metrics)
          if (target.state === 'breached') late += 1;
      }
      return late;
    };
    whole();
    const runs = Array.from({ length: 7 }, () => timed(whole));
    const ms = median(runs.map((run) => run.ms));
    report({
      id: 'P7',
      what: `SLA of 100,000 tickets, all targets (${runs[0]?.value} late)`,
      figure: inMs(ms),
      goal: '≤ 150 ms',
      met: ms <= 150,
    });
    const one = median(
      Array.from(
        { length: 1_000 },
        (_, at) => timed(() => evaluate(policy, all[at * 97] as SlaInput, newest)).ms,
      ),
    );
    report({
      id: 'P7',
      what: 'SLA of one changed ticket',
      figure: inMs(one),
      goal: '≤ 0.1 ms',
      met: one <= 0.1,
    });
    benchCalendar(report);
  },
};
