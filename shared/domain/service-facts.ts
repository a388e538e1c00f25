import { type ServiceFacts, serviceFactNames, type Ticket } from './ticket.ts';

const isYesOrNo: Readonly<Record<keyof ServiceFacts, boolean>> = {
  alwaysAvailable: true,
  severity: false,
  serviceKind: false,
  serviceClass: false,
  durationClass: false,
  supportContract: true,
  onSite: true,
};

type Facts = { readonly [N in keyof ServiceFacts]?: ServiceFacts[N] | undefined };

/** A fact as packs read it: what is not known is null, a question of yes or no not answered is no. */
export function factOf(facts: Facts, name: keyof ServiceFacts): string | boolean | null {
  return facts[name] ?? (isYesOrNo[name] ? false : null);
}

/** The facts that say something; those not known are left out. */
export function knownFacts(facts: Facts): Partial<ServiceFacts> {
  const known = serviceFactNames.filter((name) => facts[name] !== undefined && facts[name] !== null);
  return Object.fromEntries(known.map((name) => [name, facts[name]]));
}

/** What a ticket is judged by, in one value. */
export type JudgedFacts = Facts & Pick<Ticket, 'kind' | 'urgency' | 'impact'>;

/** True when two classifications are judged alike under any pack. */
export function areSameFacts(one: JudgedFacts, other: JudgedFacts): boolean {
  return (
    one.kind === other.kind &&
    one.urgency === other.urgency &&
    one.impact === other.impact &&
    serviceFactNames.every((name) => factOf(one, name) === factOf(other, name))
  );
}
