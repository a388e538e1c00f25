import {
  IconArrowBackUp,
  IconArrowUpRight,
  IconBell,
  IconCheck,
  IconClockExclamation,
  IconEdit,
  IconFileText,
  IconLock,
  IconMessage,
  IconNote,
  IconPaperclip,
  IconPlus,
  IconRefresh,
  IconUser,
  IconX,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { JournalChange, JournalEntry, JournalType } from '#shared/domain/journal.ts';
import { sopSteps } from '#shared/domain/sop.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import { useReference } from '../../data/react.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { clockNotesOf, formatClockError } from '../../ui/clock-words.ts';
import { Instant } from '../../ui/instant.tsx';
import { excusedMetric, knownField, milestoneTitle, toldLines, valueText } from '../../ui/journal-values.ts';
import { useLabels } from '../../ui/labels.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import classes from './conversation.module.css';

const icons: Readonly<Record<JournalType, typeof IconPlus>> = {
  registered: IconPlus,
  edited: IconEdit,
  overwritten: IconEdit,
  classified: IconEdit,
  prioritised: IconEdit,
  moved: IconRefresh,
  replied: IconMessage,
  noted: IconNote,
  assigned: IconUser,
  escalated: IconArrowUpRight,
  escalation_accepted: IconCheck,
  escalation_returned: IconArrowBackUp,
  solved: IconCheck,
  closed: IconLock,
  reopened: IconRefresh,
  cancelled: IconX,
  form_saved: IconFileText,
  step_done: IconCheck,
  imported: IconPlus,
  notified: IconBell,
  excuse_proposed: IconMessage,
  excuse_decided: IconCheck,
  policy_changed: IconRefresh,
  file_added: IconPaperclip,
  file_removed: IconPaperclip,
};

/** Entries whose text is a code and not words. */
const coded: readonly JournalType[] = ['form_saved', 'step_done', 'notified'];

interface JournalLineProps {
  readonly entry: JournalEntry;
  readonly ticket: Ticket;
  /** The entry tells the reader that a value of theirs was replaced. */
  readonly isMine: boolean;
}

/** One line of the journal: who did what, when it happened, when the server had it, from which device. */
export function JournalLine({ entry, ticket, isMine }: JournalLineProps) {
  const { t } = useTranslation('ticket');
  const format = useOfficeFormat(ticket.opd);
  const reference = useReference();
  const Icon = icons[entry.type];
  const step = sopSteps.find((candidate) => String(candidate.step) === entry.text)?.step;
  const milestone = milestoneTitle(entry, reference.policyOf(ticket)?.pack);
  const deed =
    milestone !== null
      ? t('journal.type.milestone', { name: milestone })
      : entry.type === 'step_done' && step !== undefined
        ? t('journal.type.step_done', { step, name: t(`sop.step.${step}`) })
        : t(`journal.type.${entry.type}`, { form: entry.text, step: entry.text, name: '' });
  return (
    <li className={classes.line} data-type={entry.type}>
      <Icon size={17} stroke={1.8} aria-hidden className={classes.icon} />
      <div>
        <div className={classes.head}>
          <span>
            <strong>{entry.byName}</strong> {deed}
          </span>
          <span className={classes.when}>
            <Instant at={entry.occurredAt} opd={ticket.opd} />
          </span>
        </div>
        <Told entry={entry} ticket={ticket} />
        <Changes changes={entry.changes} ticket={ticket} />
        {entry.text !== '' && !coded.includes(entry.type) && (
          <p className={`${classes.text} ${classes.message}`}>{entry.text}</p>
        )}
        {isMine && <p className={classes.forYou}>{t('journal.forYou')}</p>}
        <ClockNotes entry={entry} opd={ticket.opd} />
        <div className={classes.sub}>
          <span>{t('journal.device', { code: entry.device })}</span>
          {entry.receivedAt === null ? (
            <span className={classes.unsent}>{t('journal.unsent')}</span>
          ) : (
            <span>{t('journal.received', { time: format.short(entry.receivedAt, entry.occurredAt) })}</span>
          )}
        </div>
      </div>
    </li>
  );
}

/** Why the instant of an entry is not to be believed to the minute. */
function ClockNotes({ entry, opd }: { readonly entry: JournalEntry; readonly opd: string }) {
  const { t } = useTranslation('ticket');
  const format = useOfficeFormat(opd);
  const notes = clockNotesOf(entry);
  if (notes === null) return null;
  const { skewMs, claimedAt } = notes;
  return (
    <p className={classes.doubt}>
      <IconClockExclamation size={13} stroke={1.8} aria-hidden />
      {skewMs !== null && (
        <span>
          {t(skewMs > 0 ? 'journal.clockBehind' : 'journal.clockAhead', {
            duration: formatClockError(skewMs, currentLanguage()),
          })}
        </span>
      )}
      {claimedAt !== null && <span>{t('journal.clockClaim', { time: format.long(claimedAt) })}</span>}
    </p>
  );
}

/** Which steps of the ladder whom was told of. */
function Told({ entry, ticket }: { readonly entry: JournalEntry; readonly ticket: Ticket }) {
  const { t } = useTranslation('ticket');
  const labels = useLabels();
  const format = useOfficeFormat(ticket.opd);
  const lines = toldLines(entry, labels, ticket.policy);
  if (lines.length === 0) return null;
  return (
    <ul className={classes.changes}>
      {lines.map(({ metric, percent, reachedAt, people }) => (
        <li key={`${metric} ${percent} ${reachedAt}`}>
          {metric === null
            ? t('journal.toldPapers', { time: format.short(reachedAt, entry.occurredAt), people })
            : t('journal.told', { metric, percent, time: format.short(reachedAt, entry.occurredAt), people })}
        </li>
      ))}
    </ul>
  );
}

function Changes({
  changes,
  ticket,
}: {
  readonly changes: readonly JournalChange[];
  readonly ticket: Ticket;
}) {
  const { t } = useTranslation('ticket');
  const labels = useLabels();
  const lines = changes.flatMap((change) => {
    const known = knownField(change.field);
    const metric = excusedMetric(change.field);
    const field =
      metric !== null
        ? t('field.excuse', { metric: labels.metric(metric, ticket.policy) })
        : known === null
          ? change.field
          : t(`field.${known}`);
    const from = valueText(change.field, change.from, labels, ticket.policy);
    const to = valueText(change.field, change.to, labels, ticket.policy);
    if (from === to) return [];
    const sentence = to === '' ? 'journal.emptied' : from === '' ? 'journal.set' : 'journal.changed';
    return [{ key: change.field, text: t(sentence, { field, from, to }) }];
  });
  if (lines.length === 0) return null;
  return (
    <ul className={classes.changes}>
      {lines.map(({ key, text }) => (
        <li key={key}>{text}</li>
      ))}
    </ul>
  );
}
