import { useTranslation } from 'react-i18next';
import type { Team } from '#shared/domain/codes.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import type { Frm006 } from '#shared/forms/frm-006.ts';
import { useLabels } from '../../ui/labels.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { PriorityBadge } from '../../ui/ticket-badges.tsx';
import classes from './forms.module.css';

/** The words for working time left when a ticket was handed over. */
export function useRemainingText(): (ms: number | null) => string {
  const { t } = useTranslation('forms');
  const format = useOfficeFormat();
  return (ms) => {
    if (ms === null) return t('frm006.remainingNone');
    const duration = format.duration(ms);
    return ms < 0 ? t('frm006.remainingLate', { duration }) : duration;
  };
}

/** The name of the one it was handed to: a person, else a team. */
export function useRecipientName(): (data: {
  readonly to: string | null;
  readonly toTeam: Team | null;
}) => string {
  const { t } = useTranslation('forms');
  const labels = useLabels();
  return ({ to, toTeam }) => {
    if (to !== null) return labels.person(to);
    return toTeam === null ? labels.person(null) : t('frm006.team', { team: labels.team(toTeam) });
  };
}

/** What the operator wrote, as the technician reads it. */
export function HandOverFacts({ data, ticket }: { readonly data: Frm006; readonly ticket: Ticket }) {
  const { t } = useTranslation('forms');
  const labels = useLabels();
  const format = useOfficeFormat(ticket.opd);
  const sayRemaining = useRemainingText();
  const sayRecipient = useRecipientName();
  const accepted =
    data.acceptedAt === null
      ? t('frm006.notAccepted')
      : `${format.long(data.acceptedAt)} ${t('frm006.acceptedBy', { name: labels.person(data.acceptedBy) })}`;
  return (
    <dl className={classes.facts}>
      <dt>{t('field.title')}</dt>
      <dd>{ticket.title}</dd>
      <dt>{t('field.body')}</dt>
      <dd>{ticket.description}</dd>
      <dt>{t('frm006.from')}</dt>
      <dd>{`${labels.person(data.from)} (${t('frm006.level', { level: data.fromLevel })})`}</dd>
      <dt>{t('frm006.to')}</dt>
      <dd>{`${sayRecipient(data)} (${t('frm006.level', { level: data.toLevel })})`}</dd>
      <dt>{t('field.category')}</dt>
      <dd>{labels.category(data.category)}</dd>
      <dt>{t('field.priority')}</dt>
      <dd>
        <PriorityBadge priority={data.priority} policy={ticket.policy} />
      </dd>
      <dt>{t('frm006.remaining')}</dt>
      <dd>{sayRemaining(data.remainingMs)}</dd>
      <dt>{t('field.reason')}</dt>
      <dd>{data.reason}</dd>
      <dt>{t('field.tried')}</dt>
      <dd>{data.tried === '' ? '–' : data.tried}</dd>
      <dt>{t('frm006.escalatedAt')}</dt>
      <dd>{format.long(data.escalatedAt)}</dd>
      <dt>{t('frm006.acceptedAt')}</dt>
      <dd>{accepted}</dd>
    </dl>
  );
}
