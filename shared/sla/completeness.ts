import type { TicketState } from '../domain/codes.ts';
import { durationMsOf } from './duration.ts';
import type { PolicyPack } from './pack.ts';
import type { CompiledPolicy } from './policy.ts';
import { inOrder, type TimelineEvent } from './timeline.ts';
import { addDays, addMonths } from './zone.ts';

/**
 * How long a ticket may wait for papers before it is closed by itself (Jawa Barat, request fulfilment step 3: one month).
 * Instants are UTC ms.
 */
export type Completeness = {
  /** When the present wait began. */
  readonly since: number;
  /** From this instant on the ticket is closed. */
  readonly closesAt: number;
  /** When people are warned, earliest first; none before the wait began. */
  readonly warnAt: readonly number[];
  /** Why the closed ticket was closed, in the pack's words. */
  readonly reason: string;
};

type CompletenessRule = NonNullable<PolicyPack['completeness']>;
type Waiting = { readonly state: TicketState; readonly timeline: readonly TimelineEvent[] };

/**
 * The limit of a ticket that waits; null where it does not wait or its pack has no such rule. Days and months are those of
 * the pack's zone (same day of the month, or the month's last day), hours run day and night. Going back to work and
 * waiting anew begins a new wait; a second move to `waiting` within one does not.
 */
export function completenessOf({ pack }: CompiledPolicy, { state, timeline }: Waiting): Completeness | null {
  const rule = pack.completeness;
  if (!rule || state !== 'waiting') return null;
  let since: number | null = null;
  let isWaiting = false;
  for (const event of inOrder(timeline)) {
    if (event.type !== 'state') continue;
    if (event.to === 'waiting' && !isWaiting) since = event.at;
    isWaiting = event.to === 'waiting';
  }
  if (since === null) return null;
  const start = since;
  const closesAt = limitFrom(pack, rule, start);
  const warnAt = [...new Set(rule.warnDays)]
    .map((days) => addDays(pack.timeZone, closesAt, -days))
    .filter((at) => at > start)
    .sort((a, b) => a - b);
  return { since: start, closesAt, warnAt, reason: rule.reason };
}

function limitFrom(pack: PolicyPack, { within }: CompletenessRule, since: number): number {
  return typeof within === 'string'
    ? since + (durationMsOf(within) as number)
    : addMonths(pack.timeZone, since, within.months);
}

/**
 * The latest warning whose instant has come, with a key that names it among `Ticket.notices`; null before the first and
 * once the limit itself has passed. A warning that was missed is not made up for after the next has come.
 */
export function dueWarning(
  { warnAt, closesAt }: Completeness,
  now: number,
): { readonly key: string; readonly at: number } | null {
  if (now >= closesAt) return null;
  const at = warnAt.findLast((instant) => instant <= now);
  return at === undefined ? null : { key: `completeness.${at}`, at };
}
