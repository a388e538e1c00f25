import { useMemo } from 'react';
import type { Ticket } from '#shared/domain/ticket.ts';
import { evaluate, type TargetStatus } from '#shared/sla/evaluate.ts';
import type { CompiledPolicy } from '#shared/sla/policy.ts';
import { watchedOf } from '#shared/sla/watched.ts';
import { useNow, useReference } from '../../data/react.ts';

interface Targets {
  /** Undefined where the pack is not on the device. */
  readonly policy: CompiledPolicy | undefined;
  readonly metrics: readonly TargetStatus[];
  /** The target to look at now. */
  readonly watched: TargetStatus | null;
  /** The instant of evaluation, UTC ms. */
  readonly now: number;
}

/** All targets of a ticket, evaluated anew every ten seconds by the window's one ticker. */
export function useTargets(ticket: Ticket): Targets {
  // The ticker's instant lies up to ten seconds back: an event of this very moment must count at once.
  const now = Math.max(useNow(10_000), ticket.timeline.at(-1)?.at ?? 0);
  const reference = useReference();
  const policy = reference.policyOf(ticket);
  return useMemo(() => {
    const metrics = policy === undefined ? [] : evaluate(policy, ticket, now).metrics;
    return { policy, metrics, watched: watchedOf(metrics), now };
  }, [policy, ticket, now]);
}
