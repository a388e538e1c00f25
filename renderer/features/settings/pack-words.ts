import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import {
  durationClass,
  level,
  serviceClass,
  serviceKind,
  severity,
  ticketKind,
  ticketState,
} from '#shared/domain/codes.ts';
import type { Duration } from '#shared/sla/duration.ts';
import { durationMsOf } from '#shared/sla/duration.ts';
import { type Condition, type Recipient, recipient as recipients } from '#shared/sla/pack.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';

/** The words a pack itself gives to levels and priorities. */
export interface PackLabels {
  readonly levels: Readonly<Record<string, string>>;
  readonly priorities: Readonly<Record<string, string>>;
}

const named = z.enum([
  'urgency',
  'impact',
  'severity',
  'serviceKind',
  'serviceClass',
  'durationClass',
  'alwaysAvailable',
  'supportContract',
  'onSite',
]);
const mailOccasion = z.enum(['opened', 'assigned', 'resolved', 'closed']);

/** Says facts, keys, durations and people of a pack in words; values it does not know stay as they are. */
export interface PackWords {
  fact(name: string): string;
  value(name: string, value: string): string;
  /** `Publik, Kritis` of `public/critical`. */
  key(by: readonly string[], key: string): string;
  condition(when: Condition): string;
  duration(duration: Duration): string;
  state(state: string): string;
  recipient(recipient: Recipient | string, levels: readonly { level: number; title: string }[]): string;
  occasion(occasion: string): string;
}

/** Words for what stands in a pack with these labels. */
export function usePackWords(labels: PackLabels): PackWords {
  const { t } = useTranslation(['settings', 'domain']);
  const format = useOfficeFormat();
  const fact = (name: string): string => {
    const known = named.safeParse(name);
    if (known.success) return t(`domain:fact.${known.data}`);
    return name === 'priority'
      ? t('settings:fact.priority')
      : name === 'kind'
        ? t('settings:fact.kind')
        : name;
  };
  const value = (name: string, text: string): string => {
    if (name === 'urgency' || name === 'impact') return labels.levels[text] ?? text;
    if (name === 'priority') {
      const label = labels.priorities[text];
      return label === undefined || label === text ? text : t('domain:priority', { label, number: text });
    }
    if (text === 'true') return t('domain:yes');
    if (text === 'false') return t('domain:no');
    const kind = ticketKind.safeParse(text);
    if (name === 'kind' && kind.success) return t(`domain:kind.${kind.data}`);
    for (const found of [severity.safeParse(text)])
      if (found.success) return t(`domain:severity.${found.data}`);
    const ofKind = serviceKind.safeParse(text);
    if (ofKind.success) return t(`domain:serviceKind.${ofKind.data}`);
    const ofClass = serviceClass.safeParse(text);
    if (ofClass.success) return t(`domain:serviceClass.${ofClass.data}`);
    const ofLength = durationClass.safeParse(text);
    if (ofLength.success) return t(`domain:durationClass.${ofLength.data}`);
    const ofLevel = level.safeParse(text);
    return ofLevel.success ? t(`domain:level.${ofLevel.data}`) : text;
  };
  /** Yes and no say nothing without the question. */
  const told = (name: string, text: string): string =>
    text === 'true' || text === 'false' ? `${fact(name)}: ${value(name, text)}` : value(name, text);
  return {
    fact,
    value,
    key: (by, key) =>
      key
        .split('/')
        .map((part, at) => told(by[at] ?? '', part))
        .join(', '),
    condition: (when) =>
      Object.entries(when)
        .map(([name, values]) => {
          const words = (values ?? []).map((one) => value(name, String(one)));
          return `${fact(name)}: ${words.join(` ${t('settings:or')} `)}`;
        })
        .join('; '),
    duration(duration) {
      if (typeof duration === 'string') return format.duration(durationMsOf(duration) ?? 0);
      if ('months' in duration) return t('settings:duration.countMonths', { count: duration.months });
      return t('settings:duration.orClosing', {
        duration: format.duration(durationMsOf(duration.startedOpen) ?? 0),
      });
    },
    state(state) {
      const known = ticketState.safeParse(state);
      return known.success ? t(`domain:state.${known.data}`) : state;
    },
    recipient(recipient, levels) {
      const known = recipients.safeParse(recipient);
      if (!known.success) return recipient;
      const words = t(`domain:recipient.${known.data}`);
      const title = levels.find(({ level }) => recipient === `level${level}`)?.title;
      return title === undefined ? words : t('domain:recipientLevel', { level: words, title });
    },
    occasion(occasion) {
      const known = mailOccasion.safeParse(occasion);
      return known.success ? t(`settings:mail.${known.data}`) : occasion;
    },
  };
}
