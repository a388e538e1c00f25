import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { TargetStatus } from '#shared/sla/evaluate.ts';
import type { ChangedTicket, TargetChange } from '#shared/sla/preview.ts';
import type { OpenClock } from '../../data/contract.ts';
import { useLabels } from '../../ui/labels.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { paths } from '../../ui/paths.ts';
import { SlaChip } from '../../ui/sla-chip.tsx';
import classes from './settings.module.css';
import viewClasses from './view.module.css';

interface PreviewTableProps {
  readonly changed: readonly ChangedTicket<OpenClock>[];
  /** UTC ms of the preview. */
  readonly now: number;
  readonly chosen?: ReadonlySet<string>;
  onChoose?(chosen: ReadonlySet<string>): void;
}

/** One line for each changed target; the ticket's number opens it. */
export function PreviewTable({ changed, now, chosen, onChoose }: PreviewTableProps) {
  const { t } = useTranslation('settings');
  const labels = useLabels();
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChoose?.(next);
  };
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          {chosen !== undefined && <th scope="col">{t('rejudge.choose')}</th>}
          <th scope="col">{t('preview.number')}</th>
          <th scope="col">{t('preview.heading')}</th>
          <th scope="col">{t('preview.target')}</th>
          <th scope="col">{t('preview.before')}</th>
          <th scope="col">{t('preview.after')}</th>
          <th scope="col">{t('preview.change')}</th>
        </tr>
      </thead>
      <tbody>
        {changed.flatMap(({ ticket, changes }) =>
          changes.map((change, at) => (
            <tr key={`${ticket.id} ${change.metric}`} data-part={at > 0}>
              {chosen !== undefined && (
                <td>
                  {at === 0 && (
                    <Checkbox
                      size="xs"
                      aria-label={t('rejudge.chooseTicket', { number: ticket.number })}
                      checked={chosen.has(ticket.id)}
                      onChange={() => toggle(ticket.id)}
                    />
                  )}
                </td>
              )}
              <th scope="row" className={classes.date}>
                {at === 0 && <Link href={paths.ticket(ticket.id)}>{ticket.number}</Link>}
              </th>
              <td className={classes.clip}>{at === 0 ? ticket.title : ''}</td>
              <td>{labels.metric(change.metric, ticket.policy)}</td>
              <td>
                <Due status={change.before} opd={ticket.opd} now={now} />
              </td>
              <td>
                <Due status={change.after} opd={ticket.opd} now={now} />
              </td>
              <td>
                <ChangeWords change={change} />
              </td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  );
}

interface DueProps {
  readonly status: TargetStatus | null;
  /** Instants are told in the zone of the ticket's office. */
  readonly opd: string;
  readonly now: number;
}

function Due({ status, opd, now }: DueProps) {
  const { t } = useTranslation('settings');
  const format = useOfficeFormat(opd);
  if (status === null) return <span className={classes.hint}>{t('preview.noTarget')}</span>;
  return (
    <span className={viewClasses.due}>
      <span>{status.dueAt === null ? t('preview.noDue') : format.short(status.dueAt, now)}</span>
      <SlaChip status={status} />
    </span>
  );
}

function ChangeWords({ change }: { readonly change: TargetChange }) {
  const { t } = useTranslation('settings');
  const words = [
    ...(change.move === 'same' ? [] : [t(`preview.move.${change.move}`)]),
    ...(change.newlyLate ? [t('preview.move.newlyLate')] : []),
    ...(change.noLongerLate ? [t('preview.move.noLongerLate')] : []),
  ];
  return <span data-late={change.newlyLate}>{words.join(', ')}</span>;
}
