import type { CompiledCalendar } from '#shared/sla/calendar.ts';
import type { CalendarDays } from '#shared/sla/hours.ts';
import { type CompiledPolicy, compilePolicy } from '#shared/sla/policy.ts';
import { type PolicyLookup, withCalendarDays } from '#shared/sla/policy-shelf.ts';
import type { CalendarRow } from '#shared/sla/published.ts';
import type { DemoDefinitions, OwnDays } from './definitions.ts';

/** What people work by: the pack with the days off they have, and the hours of the office. */
export interface Workplace {
  readonly policy: CompiledPolicy;
  readonly office: CompiledCalendar;
}

export interface Workplaces {
  /** By the usual pack, with the days off of the state alone. */
  readonly common: Workplace;
  of(opd: string): Workplace;
}

function workplaceBy(policy: CompiledPolicy): Workplace {
  const office = policy.calendars.get('office')?.open;
  if (office === undefined) throw new Error('the demo needs a pack with the calendar office');
  return { policy, office };
}

/** The pack most offices of the demo work by. */
export const usualPack = 'madiun';

/** Workplaces of the offices, each by its pack, one with days of its own. `policies` does not know these yet. */
export function workplacesOf(
  policies: PolicyLookup,
  { offices, ownDays }: Pick<DemoDefinitions, 'offices' | 'ownDays'>,
): Workplaces {
  const made = new Map<string, Workplace>();
  const workplaceOf = (pack: string, days?: CalendarDays): Workplace => {
    const policy = policies(pack, undefined, ownDays.opd);
    if (policy === undefined) throw new Error(`the demo needs the pack ${pack}`);
    return workplaceBy(days === undefined ? policy : compilePolicy(withCalendarDays(policy.pack, days)));
  };
  const common = workplaceOf(usualPack);
  for (const { code, policy } of offices) {
    if (code === ownDays.opd) made.set(code, workplaceOf(policy, ownDays.days));
    else if (policy !== usualPack) made.set(code, workplaceOf(policy));
  }
  return { common, of: (opd) => made.get(opd) ?? common };
}

/** An office's own days off as they are published, in force from the beginning. `now` is UTC ms. */
export function ownCalendarRow(
  own: OwnDays,
  author: { readonly id: string; readonly name: string },
  now: number,
): CalendarRow {
  return {
    id: `${own.opd}.1`,
    opd: own.opd,
    revision: 1,
    days: own.days,
    appliesFrom: 0,
    publishedAt: now,
    publishedBy: author.id,
    publishedByName: author.name,
    note: 'Contoh: hari libur setempat dan jam kerja Ramadan',
  };
}
