import { type Deadline, maxDeadlines } from '#shared/ipc/contract.ts';
import type { ListRow } from '../data/contract.ts';

/** What a notification says; `metric` as the pack names it. */
export interface DeadlineWords {
  title(row: ListRow, metric: string): string;
  opens(row: ListRow): string;
}

const longestTitle = 200;
const longestBody = 500;

/**
 * The coming deadlines a person is to be told of natively: of tickets assigned to them, and for the desk (`isDesk`) also
 * of tickets nobody has taken. Only what runs and lies after `now` (UTC ms); the nearest first, as many as are watched.
 */
export function comingDeadlines(
  rows: Iterable<ListRow>,
  me: { readonly id: string; readonly isDesk: boolean },
  now: number,
  words: DeadlineWords,
): readonly Deadline[] {
  const deadlines: Deadline[] = [];
  for (const row of rows) {
    const { sla } = row;
    const isMine = row.assignee === me.id || (row.assignee === null && me.isDesk);
    if (!isMine || sla === null || sla.state !== 'running' || sla.dueAt === null || sla.dueAt <= now)
      continue;
    deadlines.push({
      id: `${row.id} ${sla.metric}`,
      at: sla.dueAt,
      title: words.title(row, sla.metric).slice(0, longestTitle),
      body: row.title.slice(0, longestBody),
      opens: words.opens(row),
    });
  }
  return deadlines.sort((a, b) => a.at - b.at).slice(0, maxDeadlines);
}
