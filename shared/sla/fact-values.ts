import { durationClass, level, serviceClass, serviceKind, severity, ticketKind } from '../domain/codes.ts';
import type { FactName } from './pack-parts.ts';

type FactValue = string | number | boolean;

const yesOrNo: readonly FactValue[] = [true, false];

/** What each fact can be, apart from `priority`, which is what the pack's own matrix gives. */
const possible: Readonly<Record<Exclude<FactName, 'priority'>, readonly FactValue[]>> = {
  urgency: level.options,
  impact: level.options,
  kind: ticketKind.options,
  severity: severity.options,
  serviceKind: serviceKind.options,
  serviceClass: serviceClass.options,
  durationClass: durationClass.options,
  alwaysAvailable: yesOrNo,
  supportContract: yesOrNo,
  onSite: yesOrNo,
};

/** What a fact can be on a ticket under a pack whose matrix gives these priorities. */
export function valuesOf(fact: FactName, priorities: readonly number[]): readonly FactValue[] {
  return fact === 'priority' ? priorities : possible[fact];
}
