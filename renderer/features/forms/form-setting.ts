import { isInScope, type Opd, type User } from '#shared/domain/reference.ts';
import type { PolicyPack } from '#shared/sla/pack.ts';
import type { CompiledPolicy } from '#shared/sla/policy.ts';
import { useDesk, useReference } from '../../data/react.ts';
import { useZoneOf } from '../../ui/office-format.ts';
import type { Choice } from './fields.tsx';
import { toldInZone } from './local-date-time.ts';

/** The offices the user may record tickets for, the user's own first. */
export function useOpdChoices(): readonly Choice[] {
  const { me } = useDesk();
  const reference = useReference();
  const label = (opd: Opd) => ({ value: opd.code, label: `${opd.code} – ${opd.name}` });
  const inScope = reference.opds().filter((opd) => isInScope(me, opd.code));
  return [...inScope]
    .sort((a, b) => Number(b.code === me.opd) - Number(a.code === me.opd) || a.code.localeCompare(b.code))
    .map(label);
}

/**
 * The choices with what is chosen already, where the list no longer offers it (a person who left, a service of an older
 * pack): else the field would look empty and still be saved as it was.
 */
export function withChosen(
  choices: readonly Choice[],
  chosen: string,
  labelOf: (value: string) => string,
): readonly Choice[] {
  const isOffered = chosen === '' || choices.some(({ value }) => value === chosen);
  return isOffered ? choices : [{ value: chosen, label: labelOf(chosen) }, ...choices];
}

const assignable: readonly User['role'][] = ['operator', 'technician', 'supervisor', 'admin'];

/** The staff who may be given a ticket of this office, by name. */
export function useStaffChoices(opd: string, roles: readonly User['role'][] = assignable): readonly Choice[] {
  const reference = useReference();
  return reference
    .users()
    .filter((user) => user.active && roles.includes(user.role) && isInScope(user, opd))
    .map((user) => ({
      value: user.id,
      label: user.position === '' ? user.name : `${user.name} – ${user.position}`,
    }))
    .sort((a, b) => a.label.localeCompare(b.label, 'id'));
}

/**
 * The policy under which a report made at an instant (UTC ms) to an office is opened, with the days off of that office;
 * undefined while it is not on this device.
 */
export function useOpeningPolicy(): (opd: string, reportedAt: number) => CompiledPolicy | undefined {
  const reference = useReference();
  return (opd, reportedAt) => {
    const pack = reference.opd(opd)?.policy;
    return pack === undefined ? undefined : reference.policy(pack, { inForceAt: reportedAt }, opd);
  };
}

/** The typed instant of the report as it reads where another office is chosen, whose zone may differ. */
export function useReportedAtFor(values: {
  readonly opd: string;
  readonly reportedAt: string;
}): (opd: string) => string {
  const desk = useDesk();
  const zoneOf = useZoneOf();
  return (opd) => toldInZone(values.reportedAt, zoneOf(values.opd), zoneOf(opd), desk.now());
}

/** The pack whose words and criteria the forms of an office show now. */
export function usePackOf(opd: string): PolicyPack | undefined {
  const desk = useDesk();
  return useOpeningPolicy()(opd, desk.now())?.pack;
}
