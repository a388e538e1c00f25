import type { Opd } from '../domain/reference.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { PolicyPack } from '../sla/pack.ts';
import type { PolicyLookup } from '../sla/policy-shelf.ts';

/** Tickets reported of services that are meant for so many a day (Tangerang: below 30, warned of at 24). */
export interface CapacityUse {
  /** Name of the pack. */
  readonly policy: string;
  readonly title: string;
  readonly perDay: number;
  readonly warnAt: number;
  readonly tickets: number;
  /** The day with most tickets, the first of equals, by its start (UTC ms); null without any ticket. */
  readonly busiest: { readonly from: number; readonly tickets: number } | null;
  /** Days on which at least `warnAt` tickets came, those of `fullDays` among them. */
  readonly warnDays: number;
  /** Days on which `perDay` or more came: the source asks for fewer than that. */
  readonly fullDays: number;
}

/** Counts reports by day against the capacities of the packs by which offices work. */
export class CapacityCount {
  readonly #dayStarts: readonly number[];
  readonly #entries: {
    readonly policy: string;
    readonly entry: PolicyPack['capacity'][number];
    readonly days: number[];
  }[] = [];

  /** @param dayStarts start of every office-local day (UTC ms); with none there is nothing to count. */
  constructor(opds: readonly Opd[], policies: PolicyLookup, dayStarts: readonly number[]) {
    this.#dayStarts = dayStarts;
    if (dayStarts.length === 0) return;
    for (const policy of [...new Set(opds.map((opd) => opd.policy))].sort()) {
      for (const entry of policies(policy)?.pack.capacity ?? [])
        this.#entries.push({ policy, entry, days: dayStarts.map(() => 0) });
    }
  }

  /** Counts a ticket reported on the day with this place in `dayStarts`. */
  add({ policy: { name }, serviceItem }: Pick<Ticket, 'policy' | 'serviceItem'>, day: number): void {
    for (const { policy, entry, days } of this.#entries) {
      if (policy !== name || !entry.serviceItems.includes(serviceItem)) continue;
      days[day] = (days[day] ?? 0) + 1;
    }
  }

  uses(): readonly CapacityUse[] {
    return this.#entries.map(({ policy, entry: { title, perDay, warnAt }, days }) => {
      const most = Math.max(...days);
      const from = this.#dayStarts[days.indexOf(most)] ?? 0;
      return {
        policy,
        title,
        perDay,
        warnAt,
        tickets: days.reduce((sum, count) => sum + count, 0),
        busiest: most === 0 ? null : { from, tickets: most },
        warnDays: days.filter((count) => count >= warnAt).length,
        fullDays: days.filter((count) => count >= perDay).length,
      };
    });
  }
}
