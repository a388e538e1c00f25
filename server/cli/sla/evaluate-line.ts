import { evaluate } from '#shared/sla/evaluate.ts';
import { withCase } from './case.ts';
import { toMillisText } from './instants.ts';
import type { LineResult } from './lines.ts';
import type { PolicyShelf } from './policies.ts';

/** Answers one line of `sla evaluate`: id, priority, and per metric state, elapsed ms and due instant. */
export function evaluateLine(shelf: PolicyShelf, json: unknown): LineResult {
  return withCase(shelf, json, ({ id, policy, input, now }) => {
    const { priority, metrics } = evaluate(policy, input, now);
    const answer: Record<string, unknown> = { id, priority };
    for (const { metric, state, elapsedMs, dueAt } of metrics) {
      answer[metric] = { state, elapsedMs, dueAt: dueAt === null ? null : toMillisText(dueAt) };
    }
    return { ok: true, value: answer };
  });
}
