import type { TargetStatus } from './evaluate.ts';

/** Targets that say most of a ticket when none has an instant to watch, in this order. */
const preferred = ['resolution', 'fulfilment', 'handling'];

/**
 * The one target that lists and chips speak of: of the open ones that with the earliest due instant, which is the latest
 * where some are late already; while all wait, or when all is over, the ticket's main target. Null where there is none.
 */
export function watchedOf(metrics: readonly TargetStatus[]): TargetStatus | null {
  let nearest: TargetStatus | null = null;
  for (let i = 0; i < metrics.length; i += 1) {
    const status = metrics[i] as TargetStatus;
    if (status.stoppedAt !== null || status.state === 'void' || status.dueAt === null) continue;
    if (nearest === null || status.dueAt < (nearest.dueAt as number)) nearest = status;
  }
  if (nearest !== null) return nearest;
  for (let i = 0; i < preferred.length; i += 1) {
    const found = metrics.find(({ metric }) => metric === preferred[i]);
    if (found !== undefined) return found;
  }
  return metrics.find(({ stoppedAt }) => stoppedAt === null) ?? metrics.at(-1) ?? null;
}
