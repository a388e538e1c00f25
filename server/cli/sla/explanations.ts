import { evaluate } from '#shared/sla/evaluate.ts';
import { type Explanation, explain } from '#shared/sla/explain.ts';
import type { CompiledPolicy } from '#shared/sla/policy.ts';
import type { SlaInput } from '#shared/sla/timeline.ts';
import { toMillisText } from './instants.ts';

/** Why each target of a ticket is due when it is due, as JSON: instants as ISO text in UTC, durations in ms. */
export function explanationsOf(policy: CompiledPolicy, input: SlaInput, now: number): object[] {
  return evaluate(policy, input, now).metrics.flatMap(({ metric }) => {
    const explanation = explain(policy, input, metric, now);
    return explanation === null ? [] : [explanationJson(explanation)];
  });
}

function explanationJson({ pieces, startAt, now, dueAt, status, ...rest }: Explanation): object {
  return {
    ...rest,
    state: status.state,
    startAt: toMillisText(startAt),
    now: toMillisText(now),
    dueAt: dueAt === null ? null : toMillisText(dueAt),
    stoppedAt: status.stoppedAt === null ? null : toMillisText(status.stoppedAt),
    remainingMs: status.remainingMs,
    pieces: pieces.map((piece) => ({
      ...piece,
      from: toMillisText(piece.from),
      to: toMillisText(piece.to),
    })),
  };
}
