import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Category, Channel, Level, Role, Team, TicketKind, TicketState } from '#shared/domain/codes.ts';
import type { Excuse, Ticket } from '#shared/domain/ticket.ts';
import { type PolicyPack, type Recipient, recipient as recipients } from '#shared/sla/pack.ts';
import type { ReferenceData } from '../data/contract.ts';
import { useDesk, useReference } from '../data/react.ts';
import { currentLanguage } from '../i18n/i18n.ts';
import type { AskedFacts, AskedName } from './facts/asked-facts.ts';

/** Words for domain values in the language on screen; in Indonesian the office's own pack goes first. */
export interface Labels {
  kind(kind: TicketKind): string;
  category(category: Category): string;
  channel(channel: Channel): string;
  role(role: Role): string;
  team(team: Team): string;
  /** A metric this version has no word for bears the title its pack gives it. */
  metric(metric: string, policy?: Ticket['policy']): string;
  /** Who is told of a deadline; an escalation level by the title the pack gives it. */
  recipient(name: string, policy?: Ticket['policy']): string;
  decision(decision: Excuse['decision']): string;
  /** How people were told of a deadline. */
  via(via: 'device' | 'mail'): string;
  /** Name of a fact packs decide by. */
  factName(name: AskedName): string;
  /** A fact's value in words; a word of its own where nothing is chosen. */
  fact<N extends AskedName>(name: N, value: AskedFacts[N], policy?: Ticket['policy']): string;
  state(state: TicketState, policy?: Ticket['policy']): string;
  /** At most twelve letters, for lists. */
  stateShort(state: TicketState): string;
  level(level: Level, policy?: Ticket['policy']): string;
  /** `Tinggi (1)`; a word of its own where no priority is set. */
  priority(priority: number | null, policy?: Ticket['policy']): string;
  /** Name of a user, "unassigned" for null. */
  person(userId: string | null): string;
  opd(code: string): string;
}

/** True for a label that says the priority's number itself: `Prioritas 2`. */
export function namesNumber(label: string, priority: number): boolean {
  return label.split(/\D+/).includes(String(priority));
}

const englishPriorities: Readonly<Record<number, Level>> = { 1: 'high', 2: 'medium', 3: 'low' };

/** Label functions; without a ticket's policy, the pack of the user's own office gives the words. */
export function useLabels(): Labels {
  const { t } = useTranslation('domain');
  const { me } = useDesk();
  const reference = useReference();
  const version = reference.version();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` stands for what the reference data holds now
  return useMemo(() => {
    const isIndonesian = currentLanguage() === 'id';
    const ownPack = reference.opd(me.opd)?.policy;
    const packOf = (policy?: Ticket['policy']): PolicyPack | undefined => {
      if (!isIndonesian) return undefined;
      const found = policy
        ? (reference.policy(policy.name, policy.version) ?? reference.policy(policy.name))
        : ownPack === undefined
          ? undefined
          : reference.policy(ownPack);
      return found?.pack;
    };
    const levelOf = (level: Level, policy?: Ticket['policy']) =>
      packOf(policy)?.labels.levels[level] ?? t(`level.${level}`);
    return {
      kind: (kind) => t(`kind.${kind}`),
      category: (category) => t(`category.${category}`),
      channel: (channel) => t(`channel.${channel}`),
      role: (role) => t(`role.${role}`),
      team: (team) => t(`team.${team}`),
      metric: (metric, policy) =>
        isMetric(metric) ? t(`metric.${metric}`) : metricTitle(reference, metric, policy),
      recipient(name, policy) {
        const known = recipients.safeParse(name);
        if (!known.success) return name;
        return levelTitle(reference, known.data, policy) ?? t(`recipient.${known.data}`);
      },
      decision: (decision) => t(`excuseDecision.${decision}`),
      via: (via) => t(`noticeVia.${via}`),
      factName: (name) => t(`fact.${name}`),
      fact(name, value, policy) {
        if (value === null) return t('notChosen');
        if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
        return isLevelName(name)
          ? levelOf(value as Level, policy)
          : t(`${name as 'severity'}.${value as 'major'}`);
      },
      state: (state, policy) => packOf(policy)?.labels.states[state] ?? t(`state.${state}`),
      stateShort: (state) => t(`stateShort.${state}`),
      level: levelOf,
      priority(priority, policy) {
        if (priority === null) return t('priorityUnset');
        const english = englishPriorities[priority];
        const label =
          packOf(policy)?.labels.priorities[String(priority)] ?? (english ? t(`level.${english}`) : null);
        return label === null || namesNumber(label, priority)
          ? (label ?? String(priority))
          : t('priority', { label, number: priority });
      },
      person: (userId) =>
        userId === null ? t('nobody') : (reference.user(userId)?.name ?? t('unknownPerson')),
      opd: (code) => reference.opd(code)?.name ?? code,
    };
  }, [t, reference, version, me.opd]);
}

function isLevelName(name: AskedName): boolean {
  return name === 'urgency' || name === 'impact';
}

/** The title a ticket's pack gives the escalation level a recipient stands on; null for the other recipients. */
export function levelTitle(
  reference: ReferenceData,
  recipient: Recipient,
  policy: Ticket['policy'] | undefined,
): string | null {
  const level = /^level(\d)$/.exec(recipient)?.[1];
  if (level === undefined || policy === undefined) return null;
  const pack = reference.policy(policy.name, policy.version)?.pack;
  return pack?.escalation.find((entry) => entry.level === Number(level))?.title ?? null;
}

/** The title a pack gives a metric: the ticket's pack where it is named, else the first that has such a target. */
export function metricTitle(reference: ReferenceData, metric: string, policy?: Ticket['policy']): string {
  const titleIn = (pack: PolicyPack | undefined) =>
    pack?.targets.find((target) => target.metric === metric)?.title;
  const own = policy && titleIn(reference.policy(policy.name, policy.version)?.pack);
  if (own !== undefined) return own;
  for (const { pack } of reference.policies()) {
    const title = titleIn(pack);
    if (title !== undefined) return title;
  }
  return metric;
}

const metrics = [
  'response',
  'resolution',
  'handling',
  'fulfilment',
  'support_response',
  'support_resolution',
] as const;
type Metric = (typeof metrics)[number];

function isMetric(metric: string): metric is Metric {
  return (metrics as readonly string[]).includes(metric);
}
