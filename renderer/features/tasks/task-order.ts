import type { ListRow } from '../../data/contract.ts';

/** Late and running first by their due instant; what waits or has no target comes after, the oldest report first. */
export function byDeadline(a: ListRow, b: ListRow): number {
  const dueA = a.sla?.dueAt ?? Number.POSITIVE_INFINITY;
  const dueB = b.sla?.dueAt ?? Number.POSITIVE_INFINITY;
  if (dueA !== dueB) return dueA < dueB ? -1 : 1;
  return a.reportedAt - b.reportedAt;
}
