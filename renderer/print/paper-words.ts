import type { Level } from '#shared/domain/codes.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import { recipient as recipients } from '#shared/sla/pack.ts';
import type { ReferenceData } from '../data/contract.ts';
import { useReference } from '../data/react.ts';
import { formatRate } from '../features/recap/rate-format.ts';
import domain from '../i18n/id/domain.ts';
import everywhere from '../i18n/id/everywhere.ts';
import { type DateFormat, dateFormat } from '../ui/date-format.ts';
import { formatDuration } from '../ui/duration-format.ts';
import { type Labels, levelTitle, metricTitle, namesNumber } from '../ui/labels.ts';
import { formatNumber } from '../ui/number-format.ts';

/** Words and figures as they stand on paper: always Indonesian, in the zone of the ticket's policy. */
export interface PaperWords {
  readonly labels: Labels;
  readonly date: DateFormat;
  /** `20 November 2026`. */
  plainDay(at: number): string;
  duration(ms: number): string;
  number(value: number): string;
  /** `93,5 %`; a dash where nothing was decided. */
  percent(rate: number | null): string;
}

/** The sentence with its `{{places}}` filled in. */
export function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''));
}

const levelByPriority: Readonly<Record<number, Level>> = { 1: 'high', 2: 'medium', 3: 'low' };

function paperLabels(reference: ReferenceData, own: Ticket['policy'] | null): Labels {
  const packOf = (policy: Ticket['policy'] | null | undefined) => {
    const asked = policy ?? own;
    if (!asked) return undefined;
    return (reference.policy(asked.name, asked.version) ?? reference.policy(asked.name))?.pack;
  };
  const metrics: Readonly<Record<string, string>> = domain.metric;
  const levelOf = (level: Level, policy?: Ticket['policy']) =>
    packOf(policy)?.labels.levels[level] ?? domain.level[level];
  return {
    kind: (kind) => domain.kind[kind],
    category: (category) => domain.category[category],
    channel: (channel) => domain.channel[channel],
    role: (role) => domain.role[role],
    team: (team) => domain.team[team],
    metric: (metric, policy) => metrics[metric] ?? metricTitle(reference, metric, policy ?? own ?? undefined),
    recipient(name, policy) {
      const known = recipients.safeParse(name);
      if (!known.success) return name;
      return levelTitle(reference, known.data, policy ?? own ?? undefined) ?? domain.recipient[known.data];
    },
    decision: (decision) => domain.excuseDecision[decision],
    via: (via) => domain.noticeVia[via],
    factName: (name) => domain.fact[name],
    fact(name, value, policy) {
      if (value === null) return '–';
      if (typeof value === 'boolean') return value ? domain.yes : domain.no;
      if (name === 'urgency' || name === 'impact') return levelOf(value as Level, policy);
      const words: Readonly<Record<string, string>> = domain[name as 'severity'];
      return words[String(value)] ?? String(value);
    },
    state: (state, policy) => packOf(policy)?.labels.states[state] ?? domain.state[state],
    stateShort: (state) => domain.stateShort[state],
    level: levelOf,
    priority(priority, policy) {
      if (priority === null) return domain.priorityUnset;
      const level = levelByPriority[priority];
      const label =
        packOf(policy)?.labels.priorities[String(priority)] ?? (level ? domain.level[level] : undefined);
      return label === undefined || namesNumber(label, priority)
        ? (label ?? String(priority))
        : fill(domain.priority, { label, number: priority });
    },
    person: (id) => (id === null ? domain.nobody : (reference.user(id)?.name ?? domain.unknownPerson)),
    opd: (code) => reference.opd(code)?.name ?? code,
  };
}

/** Words for the paper of a ticket, or of an office where there is no ticket. */
export function usePaperWords(policy: Ticket['policy'] | null, timeZone: string): PaperWords {
  const reference = useReference();
  const date = dateFormat('id', timeZone);
  return {
    labels: paperLabels(reference, policy),
    date,
    plainDay: (at) => date.day(at).replace(/^[^,]*, /, ''),
    duration: (ms) => formatDuration(ms, everywhere.duration),
    number: (value) => formatNumber(value, 'id'),
    percent: (rate) => formatRate(rate, 'id'),
  };
}
