import {
  durationClass,
  type Level,
  level,
  serviceClass,
  serviceKind,
  severity,
  type TicketKind,
} from '#shared/domain/codes.ts';
import { type ServiceFacts, serviceFactNames, type Ticket } from '#shared/domain/ticket.ts';
import type { MutationArgs } from '#shared/mutations/registry.ts';
import { factsAsked } from '#shared/sla/facts-asked.ts';
import type { CompiledPolicy } from '#shared/sla/policy.ts';

/** Everything an office may be asked about a ticket; which of it hangs on the office's pack. */
export type AskedFacts = { readonly urgency: Level | null; readonly impact: Level | null } & ServiceFacts;
export type AskedName = keyof AskedFacts;

/** The facts chosen from a list, with their values in the order of forms; the others are yes or no. */
export const factChoices = {
  urgency: level.options,
  impact: level.options,
  severity: severity.options,
  serviceKind: serviceKind.options,
  serviceClass: serviceClass.options,
  durationClass: durationClass.options,
} as const;
export type ChoiceName = keyof typeof factChoices;

/** True for a fact chosen from a list. */
export function isChoice(name: AskedName): name is ChoiceName {
  return Object.hasOwn(factChoices, name);
}

/** Nothing is known yet. */
export const noFacts: AskedFacts = {
  urgency: null,
  impact: null,
  severity: null,
  serviceKind: null,
  serviceClass: null,
  durationClass: null,
  alwaysAvailable: false,
  supportContract: false,
  onSite: false,
};
const factNames = Object.keys(noFacts) as AskedName[];

/** The facts alone, of a ticket or of anything else that carries them; absent ones count as not known. */
export function factsOf(source: { readonly [N in AskedName]?: Ticket[N] | undefined }): AskedFacts {
  return Object.fromEntries(factNames.map((name) => [name, source[name] ?? noFacts[name]])) as AskedFacts;
}

/** The names a form asks for tickets of a kind, in order; urgency and impact while the pack is not on the device. */
export function askedNames(policy: CompiledPolicy | undefined, kind: TicketKind): readonly AskedName[] {
  if (policy === undefined) return ['urgency', 'impact'];
  return factsAsked(policy, kind).filter((name): name is AskedName => Object.hasOwn(noFacts, name));
}

/** False for a pack that gives tickets of a kind no priority at all (Jawa Barat decides by the duration class alone). */
export function hasPriority(policy: CompiledPolicy | undefined, kind: TicketKind): boolean {
  const names: readonly string[] = askedNames(policy, kind);
  return policy === undefined || policy.pack.priority.by.every((name) => names.includes(name));
}

/** What is asked for, as chosen; everything else as it was. */
export function keepAsked(names: readonly AskedName[], chosen: AskedFacts, rest: AskedFacts): AskedFacts {
  return factsOf({ ...rest, ...Object.fromEntries(names.map((name) => [name, chosen[name]])) });
}

/** The first fact that still has to be chosen, where some of those asked for are: half a judgement gives no deadline. */
export function missingFact(names: readonly AskedName[], chosen: AskedFacts): AskedName | null {
  const choices = names.filter(isChoice);
  if (choices.every((name) => chosen[name] === null)) return null;
  return choices.find((name) => chosen[name] === null) ?? null;
}

/** True while something asked for is not chosen yet. */
export function isIncomplete(names: readonly AskedName[], chosen: AskedFacts): boolean {
  return names.some((name) => chosen[name] === null);
}

/** The facts kept besides urgency and impact, as far as they are asked for; undefined where none is. */
export function serviceFactsOf(
  names: readonly AskedName[],
  chosen: AskedFacts,
): Partial<ServiceFacts> | undefined {
  const asked = serviceFactNames.filter((name) => names.includes(name));
  return asked.length === 0
    ? undefined
    : (Object.fromEntries(asked.map((name) => [name, chosen[name]])) as Partial<ServiceFacts>);
}

/**
 * The arguments of `ticket.prioritise` that turn what the writer saw into what the writer chose: of the service facts
 * only those changed, each with the value seen. Null where nothing was changed.
 */
export function prioritiseArgs(
  id: string,
  seen: AskedFacts,
  chosen: AskedFacts,
): MutationArgs<'ticket.prioritise'> | null {
  const changed = serviceFactNames.filter((name) => chosen[name] !== seen[name]);
  const isSame = chosen.urgency === seen.urgency && chosen.impact === seen.impact && changed.length === 0;
  if (isSame) return null;
  const only = (facts: AskedFacts) =>
    Object.fromEntries(changed.map((name) => [name, facts[name]])) as Partial<ServiceFacts>;
  const { urgency, impact } = chosen;
  const from = { urgency: seen.urgency, impact: seen.impact };
  return changed.length === 0
    ? { id, urgency, impact, from }
    : { id, urgency, impact, facts: only(chosen), from: { ...from, facts: only(seen) } };
}
