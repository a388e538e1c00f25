import type { Deadline, DeadlineSummary } from '../ipc/contract.ts';

/** Text to be shown outside the page, and the address inside the app that a click opens. */
export type Announcement = {
  readonly title: string;
  readonly body: string;
  readonly opens?: string | undefined;
};

/** More than these due at one look are summed up in one announcement. */
export const mostSingle = 3;
/** What is announced later than this after its instant (ms) was missed: the computer slept, or the app was closed. */
const missedMs = 60_000;

/**
 * What to show of the deadlines found due at one look at `now` (UTC ms). Of several about one thing only the highest share
 * is said, since it implies the others; many things are one summary.
 */
export function announcementsOf(
  due: readonly Deadline[],
  now: number,
  summary: DeadlineSummary | undefined,
): Announcement[] {
  const said = [...highest(due).values()].sort((a, b) => a.at - b.at);
  const isMissed = ({ at }: Deadline) => now - at > missedMs;
  if (said.length <= mostSingle || summary === undefined)
    return said.map((deadline) => ({
      title: deadline.title,
      body: isMissed(deadline) ? (deadline.missed ?? deadline.body) : deadline.body,
      opens: deadline.opens,
    }));
  const late = said.filter(isLate).length;
  const fill = (text: string) =>
    text
      .replaceAll('{total}', String(said.length))
      .replaceAll('{late}', String(late))
      .replaceAll('{approaching}', String(said.length - late));
  const title = said.some(isMissed) ? summary.missedTitle : summary.title;
  return [{ title: fill(title), body: fill(summary.body), opens: summary.opens }];
}

function isLate({ share }: Deadline): boolean {
  return (share ?? 1) >= 1;
}

function highest(due: readonly Deadline[]): Map<string, Deadline> {
  const byThing = new Map<string, Deadline>();
  for (const deadline of due) {
    const thing = deadline.about ?? deadline.id;
    const known = byThing.get(thing);
    if (known === undefined || isHigher(deadline, known)) byThing.set(thing, deadline);
  }
  return byThing;
}

function isHigher(one: Deadline, other: Deadline): boolean {
  const difference = (one.share ?? 1) - (other.share ?? 1);
  return difference === 0 ? one.at > other.at : difference > 0;
}
