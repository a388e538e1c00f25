import type { Level, TicketKind } from '#shared/domain/codes.ts';
import { evaluate, type TimelineEvent } from '#shared/sla/evaluate.ts';
import type { CompiledPolicy } from '#shared/sla/policy.ts';

/** A deadline that would follow from the choice. `dueAt` is UTC ms, null where the calendar never reaches it. */
export interface PreviewedTarget {
  readonly metric: string;
  readonly dueAt: number | null;
}

/** What already happened to a ticket whose priority is being changed; a new one has nothing. */
export interface TicketPast {
  readonly timeline: readonly TimelineEvent[];
  readonly now: number;
}

/**
 * Priority and deadlines that a ticket reported at `reportedAt` would get. The same function judges the ticket later, so
 * what is shown here is what will hold. A new ticket is seen at its report: no time has passed.
 */
export function previewPriority(
  policy: CompiledPolicy,
  facts: { readonly urgency: Level | null; readonly impact: Level | null; readonly kind: TicketKind },
  reportedAt: number,
  past: TicketPast | null,
): { readonly priority: number | null; readonly targets: readonly PreviewedTarget[] } {
  const { timeline, now } = past ?? { timeline: [], now: reportedAt };
  const { priority, metrics } = evaluate(policy, { ...facts, reportedAt, timeline }, now);
  return { priority, targets: metrics.map(({ metric, dueAt }) => ({ metric, dueAt })) };
}
