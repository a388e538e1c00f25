import type { CalendarDays } from '#shared/sla/hours.ts';
import type { PolicyPack } from '#shared/sla/pack.ts';
import type { CompiledPolicy } from '#shared/sla/policy.ts';
import { PolicyShelf } from '#shared/sla/policy-shelf.ts';
import type { CalendarRow, PolicyRow } from '#shared/sla/published.ts';
import type { OpenClock, ReferenceData } from '../../data/contract.ts';

/** What a preview compares: for a ticket the two policies, or null for one it does not concern. */
export type PreviewJob = (
  clock: OpenClock,
) => { readonly before: CompiledPolicy; readonly after: CompiledPolicy } | null;

const unpublished = { publishedAt: 0, publishedBy: 'preview', publishedByName: '', note: '' };

/** What is known, and one pack or calendar more: nothing of it is published or kept. */
function shelfWith(
  reference: ReferenceData,
  more: { readonly policy?: PolicyRow; readonly calendar?: CalendarRow },
): PolicyShelf {
  const known = reference.policies();
  const shelf = new PolicyShelf(known.flatMap(({ pack, row }) => (row === null ? [pack] : [])));
  const rows = known.flatMap(({ row }) => (row === null ? [] : [row]));
  shelf.replace(
    more.policy === undefined ? rows : [...rows, more.policy],
    more.calendar === undefined ? reference.calendars() : [...reference.calendars(), more.calendar],
  );
  return shelf;
}

function job(
  concerns: (clock: OpenClock) => boolean,
  reference: ReferenceData,
  after: (clock: OpenClock) => CompiledPolicy | undefined,
): PreviewJob {
  return (clock) => {
    if (!concerns(clock)) return null;
    const present = reference.policyOf(clock);
    const coming = after(clock);
    return present === undefined || coming === undefined ? null : { before: present, after: coming };
  };
}

/** Open tickets of a pack as its unpublished next version would judge them. */
export function jobOfDraft(reference: ReferenceData, pack: PolicyPack): PreviewJob {
  const { name, version } = pack;
  const policy = { id: `${name}.${version}`, pack, effectiveFrom: 0, ...unpublished };
  const shelf = shelfWith(reference, { policy });
  return job(
    (clock) => clock.policy.name === name,
    reference,
    ({ opd }) => shelf.find(name, version, opd),
  );
}

/** Open tickets of a pack that run by another version, as a published one would judge them. */
export function jobOfVersion(reference: ReferenceData, name: string, version: number): PreviewJob {
  return job(
    ({ policy }) => policy.name === name && policy.version !== version,
    reference,
    ({ opd }) => reference.policy(name, version, opd),
  );
}

/** Open tickets with other days off from `now` (UTC ms) on: of one office, or of all (`opd` null). */
export function jobOfDays(
  reference: ReferenceData,
  opd: string | null,
  days: CalendarDays,
  now: number,
): PreviewJob {
  const revision = 1 + Math.max(0, ...reference.calendars().map((row) => row.revision));
  const calendar = {
    id: `${opd ?? 'national'}.${revision}`,
    opd,
    revision,
    days,
    appliesFrom: now,
    ...unpublished,
  };
  const shelf = shelfWith(reference, { calendar });
  return job(
    (clock) => opd === null || clock.opd === opd,
    reference,
    (clock) => shelf.find(clock.policy.name, clock.policy.version, clock.opd),
  );
}
