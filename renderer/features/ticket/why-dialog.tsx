import { Modal, Table } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/domain/ticket.ts';
import { type Explanation, explain } from '#shared/sla/explain.ts';
import { useReference } from '../../data/react.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { dateFormat } from '../../ui/date-format.ts';
import {
  type ExplanationWords,
  explanationLines,
  pieceText,
} from '../../ui/explanation/explanation-lines.ts';
import { type JudgedBy, judgedBy } from '../../ui/explanation/judged-by.ts';
import { useLabels } from '../../ui/labels.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { useFocusBack } from '../../ui/use-focus-back.ts';
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
  const reference = useReference();
  const { policy, now } = useTargets(ticket);
  const calendars = reference.calendars();
  const found = useMemo(() => {
    if (policy === undefined) return null;
    const explanation = explain(policy, ticket, metric, now);
    const judged = judgedBy(policy, ticket, metric, calendars, now);
    return explanation === null || judged === null ? null : { explanation, judged };
  }, [policy, ticket, metric, calendars, now]);
  useFocusBack();
  return (
    <Modal
      opened
      onClose={onClose}
      size={820}
      title={t('why:title', { metric: labels.metric(metric, ticket.policy) })}
      closeButtonProps={{ 'aria-label': t('everywhere:close') }}
    >
      {found === null ? <p>{t('ticket:sla.noTargets')}</p> : <Whole {...found} opd={ticket.opd} />}
    </Modal>
  );
}

interface WholeProps {
  readonly explanation: Explanation;
  readonly judged: JudgedBy;
  readonly opd: string;
}

function Whole({ explanation, judged, opd }: WholeProps) {
  const { t } = useTranslation(['ticket', 'why']);
  const labels = useLabels();
  const format = useOfficeFormat(opd);
  const { comparison, calendar, durationMs } = explanation;
  const words: ExplanationWords = {
    say: (key, values) => t(`why:${key}`, { ...values }),
    labels,
    date: format,
    civil: dateFormat(currentLanguage(), 'UTC'),
    reason: (reason) => t(`why:reason.${reason}`),
    limit: t(comparison === 'lt' ? 'ticket:sla.lessThan' : 'ticket:sla.atMost', {
      duration: format.duration(durationMs),
    }),
    calendar: calendar.always ? t('ticket:sla.always') : calendar.title || calendar.name,
    opd,
  };
  const isProjected = explanation.pieces.some(({ projected }) => projected);
  return (
    <>
      <ul className={classes.rule}>
        {explanationLines(explanation, judged, words).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <Pieces explanation={explanation} judged={judged} words={words} duration={format.duration} />
      {isProjected && <p className={classes.now}>{t('why:now', { time: format.long(explanation.now) })}</p>}
    </>
  );
}

interface PiecesProps extends Omit<WholeProps, 'opd'> {
  readonly words: ExplanationWords;
  duration(ms: number): string;
}

function Pieces({ explanation, judged, words, duration }: PiecesProps) {
  const { t } = useTranslation(['ticket', 'why']);
  // The pieces are the pack's days: they are told in the pack's zone.
  const format = dateFormat(currentLanguage(), explanation.timeZone);
  return (
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
                {pieceText(piece, explanation, judged, words)}
              </Table.Td>
              <Table.Td ta="right">{piece.counted ? `+ ${duration(countedMs)}` : '—'}</Table.Td>
              <Table.Td ta="right">{duration(totalMs)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollRegion>
  );
}
