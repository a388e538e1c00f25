import type { Level, TicketState } from '../domain/codes.ts';

export type { TicketState };

/**
 * What happened to a ticket, as far as its clocks care. `at` is UTC ms.
 * A `step` is a named milestone of a procedure (packs whose targets start or stop at one, such as the seven of Jawa Barat).
 */
export type TimelineEvent =
  | { readonly at: number; readonly type: 'state'; readonly to: TicketState }
  | { readonly at: number; readonly type: 'reply' }
  | { readonly at: number; readonly type: 'step'; readonly step: string };

/** The facts by which a pack chooses priority, duration and calendar. Absent and null both mean "not known yet". */
export type SlaFacts = {
  readonly urgency: Level | null;
  readonly impact: Level | null;
  /** Absent counts as `incident`. */
  readonly kind?: string | null | undefined;
  /** The service must always be available (Tangerang). */
  readonly alwaysAvailable?: boolean | null | undefined;
  readonly severity?: string | null | undefined;
  readonly serviceKind?: string | null | undefined;
  readonly serviceClass?: string | null | undefined;
  readonly durationClass?: string | null | undefined;
  readonly supportContract?: boolean | null | undefined;
  readonly onSite?: boolean | null | undefined;
};

/** Facts that held before the present ones, until the instant `until` (UTC ms). */
type EarlierFacts = SlaFacts & { readonly until: number };

/** Everything the clocks of one ticket depend on, apart from the policy and the present instant. */
export type SlaInput = SlaFacts & {
  /** UTC ms; the clocks start here, not at registration. */
  readonly reportedAt: number;
  readonly timeline: readonly TimelineEvent[];
  /**
   * Earlier classifications, oldest first. A target that had already stopped is judged by the facts of that instant, so
   * that a later change of priority touches running targets only (domain ruling). Leave out to judge by the present facts.
   */
  readonly earlier?: readonly EarlierFacts[] | undefined;
};

/**
 * The events by instant. Events of the same instant keep the order in which they were given, since that order is then the
 * only thing known about them; arrival order and repeats of anything else do not matter. No copy when already in order.
 */
export function inOrder(timeline: readonly TimelineEvent[]): readonly TimelineEvent[] {
  for (let i = 1; i < timeline.length; i += 1) {
    if ((timeline[i] as TimelineEvent).at < (timeline[i - 1] as TimelineEvent).at) {
      return [...timeline].sort((a, b) => a.at - b.at);
    }
  }
  return timeline;
}
