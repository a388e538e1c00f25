import type { FactName } from './pack.ts';
import type { CompiledPolicy } from './policy.ts';

const usualOrder: readonly FactName[] = [
  'urgency',
  'impact',
  'severity',
  'serviceKind',
  'serviceClass',
  'durationClass',
  'alwaysAvailable',
  'supportContract',
  'onSite',
];

/**
 * The facts a pack decides by for tickets of a kind: what forms must ask an office on this pack, in the order of forms.
 * The matrix counts only where a target of that kind needs a priority.
 */
export function factsAsked({ pack }: CompiledPolicy, kind: string): readonly FactName[] {
  const targets = pack.targets.filter((target) => {
    const kinds = target.appliesTo?.kind;
    return kinds === undefined || kinds.includes(kind);
  });
  const asked = new Set<FactName>();
  for (const target of targets) {
    for (const name of target.durations.by) asked.add(name);
    for (const name of Object.keys(target.appliesTo ?? {}) as FactName[]) asked.add(name);
    for (const { when } of target.calendar.except) {
      for (const name of Object.keys(when) as FactName[]) asked.add(name);
    }
  }
  if (asked.has('priority') || targets.some((target) => target.needsPriority)) {
    for (const name of pack.priority.by) asked.add(name);
  }
  return usualOrder.filter((name) => asked.has(name));
}
