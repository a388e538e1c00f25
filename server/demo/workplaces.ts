import type { CompiledCalendar } from '#shared/sla/calendar.ts';
import { type CompiledPolicy, compilePolicy } from '#shared/sla/policy.ts';
import { type PolicyLookup, withCalendarDays } from '#shared/sla/policy-shelf.ts';
import type { CalendarRow } from '#shared/sla/published.ts';
import type { OwnDays } from './definitions.ts';

/** What people work by: the pack with the days off they have, and the hours of the office. */
export interface Workplace {
  readonly policy: CompiledPolicy;
  readonly office: CompiledCalendar;
}

export interface Workplaces {
  /** With the days off of the state alone. */
  readonly common: Workplace;
  of(opd: string): Workplace;
}

function workplaceBy(policy: CompiledPolicy): Workplace {
  const office = policy.calendars.get('office')?.open;
  if (office === undefined) throw new Error('the demo needs a pack with the calendar office');
  return { policy, office };
}

/** Workplaces under the pack madiun, in one office with days of its own. `policies` does not know these yet. */
export function workplacesOf(policies: PolicyLookup, own: OwnDays): Workplaces {
  const policy = policies('madiun', undefined, own.opd);
  if (policy === undefined) throw new Error('the demo needs the pack madiun');
  const common = workplaceBy(policy);
  const special = workplaceBy(compilePolicy(withCalendarDays(policy.pack, own.days)));
  return { common, of: (opd) => (opd === own.opd ? special : common) };
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
