import { withCase } from './case.ts';
import { explanationsOf } from './explanations.ts';
import type { LineResult } from './lines.ts';
import type { PolicyShelf } from './policies.ts';

/** Answers one line of `sla explain`: the rule and every counted and skipped piece behind each due instant. */
export function explainLine(shelf: PolicyShelf, json: unknown): LineResult {
  return withCase(shelf, json, ({ id, policy, input, now }) => ({
    ok: true,
    value: { id, targets: explanationsOf(policy, input, now) },
  }));
}
