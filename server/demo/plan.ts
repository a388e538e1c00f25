import type { Level } from '#shared/domain/codes.ts';
import type { CompiledCalendar } from '#shared/sla/calendar.ts';
import type { Random } from './random.ts';

const minute = 60_000;

/** How far a ticket's life goes by the end of the demo; `closed` is the whole life. */
export type Stage = 'registered' | 'working' | 'waiting' | 'escalated' | 'accepted' | 'resolved' | 'closed';

/** When a ticket is reported and how far it gets; the rest is chance. Instants are UTC ms. */
export interface TicketPlan {
  readonly reportedAt: number;
  /** The office it belongs to; null: one of those with the usual pack. */
  readonly opd: string | null;
  readonly until: Stage;
  /** Urgency and impact where the plan needs a certain priority. */
  readonly judged: { readonly urgency: Level; readonly impact: Level } | null;
  /** Open time since the report that the life so far may take, ms; null where only chance says. */
  readonly withinMs: number | null;
  readonly isOutsideHours: boolean;
}

const judgedAs: Readonly<Record<number, { urgency: Level; impact: Level }>> = {
  1: { urgency: 'high', impact: 'medium' },
  2: { urgency: 'medium', impact: 'medium' },
  3: { urgency: 'low', impact: 'medium' },
};

/**
 * Tickets of the last days: priority, minutes of office time since the report, stage. Chosen for the targets of the
 * Madiun pack (response 10 min, 1 h, 4 h; resolution 8, 24, 48 h), so that today some targets run, some come near
 * their end and some are late.
 */
const present: readonly (readonly [1 | 2 | 3, number, Stage])[] = [
  [1, 4, 'registered'],
  [1, 9, 'registered'],
  [1, 14, 'registered'],
  [2, 20, 'registered'],
  [2, 56, 'registered'],
  [2, 80, 'registered'],
  [3, 60, 'registered'],
  [3, 225, 'registered'],
  [1, 120, 'working'],
  [1, 380, 'working'],
  [1, 450, 'working'],
  [1, 560, 'working'],
  [2, 300, 'working'],
  [2, 1150, 'working'],
  [2, 1400, 'working'],
  [2, 1700, 'escalated'],
  [3, 900, 'working'],
  [3, 2300, 'accepted'],
  [3, 2700, 'working'],
  [3, 3200, 'working'],
  [2, 700, 'waiting'],
  [3, 1500, 'waiting'],
  [1, 300, 'waiting'],
  [1, 200, 'escalated'],
  [2, 500, 'escalated'],
  [2, 900, 'accepted'],
  [3, 600, 'accepted'],
  [2, 600, 'resolved'],
  [3, 800, 'resolved'],
  [1, 400, 'resolved'],
  [2, 3900, 'accepted'],
  [3, 6200, 'working'],
];

/** So many months of tickets up to `now`, oldest first: the past spread over office time, and the present as above. */
export function planTickets(
  count: number,
  span: { readonly from: number; readonly now: number },
  office: CompiledCalendar,
  random: Random,
): TicketPlan[] {
  const openFrom = office.openAt(span.from);
  const openNow = office.openAt(span.now);
  const openTime = openNow - openFrom;
  const presentCount = Math.min(present.length, Math.floor(count / 2));
  const plans: TicketPlan[] = [];
  for (let place = 0; place < count - presentCount; place += 1) {
    // A little more towards the end: the desk becomes known.
    const reportedAt = office.instantAt(openFrom + Math.floor(openTime * random.next() ** 0.9 * 0.998));
    const isOutsideHours = random.chance(0.06);
    const later = isOutsideHours ? random.whole(9 * 60, 14 * 60) * minute : 0;
    const at = reportedAt + later;
    plans.push({
      opd: null,
      reportedAt: at > span.now || (isOutsideHours && office.isOpen(at)) ? reportedAt : at,
      until: 'closed',
      judged: null,
      withinMs: null,
      isOutsideHours: isOutsideHours && !office.isOpen(at) && at <= span.now,
    });
  }
  for (const [priority, minutes, until] of present.slice(0, presentCount)) {
    const ago = minutes * minute - random.whole(0, 45_000);
    const reportedAt = office.instantAt(openNow - ago);
    const judged = judgedAs[priority] ?? null;
    plans.push({ reportedAt, opd: null, until, judged, withinMs: ago, isOutsideHours: false });
  }
  return plans.sort((one, other) => one.reportedAt - other.reportedAt);
}

const stages: readonly Stage[] = ['registered', 'working', 'waiting', 'escalated', 'working', 'resolved'];

/**
 * Tickets of one office by a pack of its own, for trying that pack: half of them finished in the last weeks, half of the
 * last days and on their way. `office` is its calendar.
 */
export function planOffice(
  opd: string,
  count: number,
  now: number,
  office: CompiledCalendar,
  random: Random,
): TicketPlan[] {
  const openNow = office.openAt(now);
  return Array.from({ length: count }, (_, place) => {
    const isPast = place % 2 === 1;
    const until = isPast ? 'closed' : (stages[(place / 2) % stages.length] ?? 'working');
    const minutes = isPast
      ? random.whole(7_000, 20_000)
      : random.whole(8, until === 'registered' ? 200 : 2_400);
    const reportedAt = office.instantAt(openNow - minutes * minute);
    const withinMs = isPast ? null : minutes * minute;
    return { reportedAt, opd, until, judged: null, withinMs, isOutsideHours: false };
  });
}
