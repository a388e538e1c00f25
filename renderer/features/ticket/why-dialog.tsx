import { Modal, Table } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/domain/ticket.ts';
import { type Explanation, explain } from '#shared/sla/explain.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { dateFormat } from '../../ui/date-format.ts';
import { useLabels } from '../../ui/labels.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { inWholeMinutes } from '../../ui/whole-minutes.ts';
import { useTargets } from './use-targets.ts';
import classes from './why-dialog.module.css';

interface WhyDialogProps {
  readonly ticket: Ticket;
  readonly metric: string;
  onClose(): void;
}

/** "Mengapa tenggat ini?": the rule, and every piece of time counted or skipped with the running total. */
export function WhyDialog({ ticket, metric, onClose }: WhyDialogProps) {
  const { t } = useTranslation(['ticket', 'why', 'everywhere']);
  const labels = useLabels();
  const { policy, now } = useTargets(ticket);
  const explanation = useMemo(
    () => (policy === undefined ? null : explain(policy, ticket, metric, now)),
    [policy, ticket, metric, now],
  );
  return (
    <Modal
      opened
      onClose={onClose}
      size={820}
      title={t('why:title', { metric: labels.metric(metric) })}
      closeButtonProps={{ 'aria-label': t('everywhere:close') }}
    >
      {explanation === null ? (
        <p>{t('ticket:sla.noTargets')}</p>
      ) : (
        <>
          <Rule explanation={explanation} ticket={ticket} />
          <Pieces explanation={explanation} />
        </>
      )}
    </Modal>
  );
}

interface RuleProps {
  readonly explanation: Explanation;
  readonly ticket: Ticket;
}

function Rule({ explanation, ticket }: RuleProps) {
  const { t } = useTranslation(['ticket', 'why']);
  const labels = useLabels();
  const format = useOfficeFormat();
  const { startedBy, calendar, comparison, dueAt, status } = explanation;
  const limit = t(comparison === 'lt' ? 'ticket:sla.lessThan' : 'ticket:sla.atMost', {
    duration: format.duration(explanation.durationMs),
  });
  const start = { time: format.long(explanation.startAt) };
  return (
    <ul className={classes.rule}>
      <li>
        {t('why:rule', {
          priority: labels.priority(explanation.priority, ticket.policy),
          limit,
          calendar: calendar.always ? t('ticket:sla.always') : calendar.title || calendar.name,
        })}
      </li>
      <li>
        {startedBy === 'reported'
          ? t('why:start', start)
          : t('why:startStep', { ...start, step: startedBy.step })}
      </li>
      <li>{t(explanation.pausedByWaiting ? 'why:pauses' : 'why:noPauses')}</li>
      <li>
        {dueAt !== null
          ? t('why:due', { time: format.long(dueAt) })
          : t(status.state === 'void' ? 'why:dueVoid' : 'why:dueNone')}
      </li>
    </ul>
  );
}

function Pieces({ explanation }: { readonly explanation: Explanation }) {
  const { t } = useTranslation(['ticket', 'why']);
  const office = useOfficeFormat();
  const { duration } = office;
  // The pieces are the pack's days: they are told in the pack's zone.
  const format = dateFormat(currentLanguage(), explanation.timeZone);
  const isProjected = explanation.pieces.some(({ projected }) => projected);
  return (
    <>
      <ScrollRegion className={classes.scroller} label={t('why:tableLabel')}>
        <Table stickyHeader className={classes.table ?? ''}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('why:from')}</Table.Th>
              <Table.Th>{t('why:to')}</Table.Th>
              <Table.Th>{t('why:reasonHead')}</Table.Th>
              <Table.Th ta="right">{t('why:counted')}</Table.Th>
              <Table.Th ta="right">{t('why:total')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {inWholeMinutes(explanation.pieces).map(({ piece, countedMs, totalMs }) => (
              <Table.Tr key={piece.from} data-counted={piece.counted} data-projected={piece.projected}>
                <Table.Td>
                  {format.dayShort(piece.from)} {format.clock(piece.from)}
                </Table.Td>
                <Table.Td>
                  {format.dayShort(piece.to)} {format.clock(piece.to)}
                </Table.Td>
                <Table.Td>
                  {piece.counted ? '' : '– '}
                  {t(`why:reason.${piece.reason}`)}
                  {piece.label ? `: ${piece.label}` : ''}
                  {piece.projected ? ` (${t('why:projected')})` : ''}
                </Table.Td>
                <Table.Td ta="right">{piece.counted ? `+ ${duration(countedMs)}` : '—'}</Table.Td>
                <Table.Td ta="right">{duration(totalMs)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollRegion>
      {isProjected && <p className={classes.now}>{t('why:now', { time: office.long(explanation.now) })}</p>}
    </>
  );
}
