import type { TFunction } from 'i18next';
import type { Told } from '#shared/deadlines/ticket-news.ts';
import type { Deadline, DeadlineSummary } from '#shared/ipc/contract.ts';
import { evaluate } from '#shared/sla/evaluate.ts';
import { type DateFormat, dateFormat } from '../../ui/date-format.ts';
import { formatDuration } from '../../ui/duration-format.ts';
import type { Labels } from '../../ui/labels.ts';
import { paths } from '../../ui/paths.ts';
import { type OwnNews, thingOf } from './desk-ladder.ts';

/** What the texts are made of. */
export interface WordMeans {
  readonly language: 'id' | 'en';
  readonly t: TFunction<['shell', 'everywhere']>;
  readonly metric: Labels['metric'];
}

/** Texts of notifications, in the zone of the ticket's office. */
export interface NewsWords {
  deadlineOf(own: OwnNews): Deadline;
  readonly summary: DeadlineSummary;
}

type StepNews = OwnNews & { readonly news: Extract<Told, { kind: 'step' }> };
type PapersNews = OwnNews & { readonly news: Extract<Told, { kind: 'papers' }> };

const longestTitle = 200;
const longestBody = 500;
/** Papers are always wanted before the limit: a warning. */
const papersShare = 0.9;

export function newsWords({ language, t, metric }: WordMeans): NewsWords {
  const durationWords = {
    hour: t('everywhere:duration.hour'),
    minute: t('everywhere:duration.minute'),
    lessThanMinute: t('everywhere:duration.lessThanMinute'),
  };

  function stepTexts(own: StepNews, dates: DateFormat) {
    const {
      ticket,
      news: { step },
    } = own;
    const facts = {
      metric: metric(step.metric, ticket.policy),
      percent: Math.round(step.at * 100),
      number: ticket.number,
      due: step.dueAt === null ? t('shell:deadline.noDue') : dates.long(step.dueAt),
      reached: dates.long(step.reachedAt),
    };
    const remainingMs = remainingAt(own);
    const duration = formatDuration(remainingMs, durationWords);
    const title = step.at < 1 ? 'approaching' : step.at === 1 ? 'due' : 'late';
    const body = remainingMs > 0 ? 'remaining' : remainingMs === 0 ? 'dueNow' : 'overdue';
    return {
      title: t(`shell:deadline.${title}`, facts),
      body: t(`shell:deadline.${body}`, { ...facts, duration }),
      missed: t('shell:deadline.missed', facts),
      share: step.at,
    };
  }

  function papersTexts({ ticket, news }: PapersNews, dates: DateFormat) {
    const facts = { number: ticket.number, closes: dates.long(news.closesAt), days: news.daysLeft };
    return {
      title: t('shell:deadline.papers', facts),
      body: t('shell:deadline.papersLeft', facts),
      missed: t('shell:deadline.papersMissed', facts),
      share: papersShare,
    };
  }

  return {
    deadlineOf(own) {
      const { ticket, policy, news } = own;
      const dates = dateFormat(language, policy.pack.timeZone);
      const { title, body, missed, share } = isStep(own)
        ? stepTexts(own, dates)
        : papersTexts(own as PapersNews, dates);
      const withTitle = (text: string) => `${text}\n${ticket.title}`.slice(0, longestBody);
      return {
        id: `${ticket.id} ${news.key}`,
        at: news.tellAt,
        title: title.slice(0, longestTitle),
        body: withTitle(body),
        missed: withTitle(missed),
        opens: paths.ticket(ticket.id),
        about: `${ticket.id} ${thingOf(news)}`,
        share,
      };
    },
    summary: {
      title: t('shell:deadline.many'),
      missedTitle: t('shell:deadline.manyMissed'),
      body: t('shell:deadline.manyBody'),
      opens: paths.tickets,
    },
  };
}

function isStep(own: OwnNews): own is StepNews {
  return own.news.kind === 'step';
}

/** Open time left at the instant people are told, ms; negative: overdue. */
function remainingAt({ ticket, policy, news: { step } }: StepNews): number {
  const atOnce = Math.round((1 - step.at) * step.durationMs);
  if (step.tellAt === step.reachedAt) return atOnce;
  const { metrics } = evaluate(policy, ticket.input, step.tellAt);
  return metrics.find(({ metric }) => metric === step.metric)?.remainingMs ?? atOnce;
}
