import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/domain/ticket.ts';
import type { TargetStatus } from '#shared/sla/evaluate.ts';
import type { CompiledPolicy } from '#shared/sla/policy.ts';
import { compareTargets } from '#shared/sla/preview.ts';
import { useLabels } from '../../ui/labels.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { SlaChip } from '../../ui/sla-chip.tsx';
import { ReasonDialog } from './reason-dialog.tsx';
import classes from './sla-panel.module.css';

interface RepolicyDialogProps {
  readonly ticket: Ticket;
  readonly present: CompiledPolicy;
  readonly coming: CompiledPolicy;
  /** UTC ms. */
  readonly now: number;
  onClose(): void;
}

/** Old and new deadlines side by side, and why the ticket is judged anew under another version of its pack. */
export function RepolicyDialog({ ticket, present, coming, now, onClose }: RepolicyDialogProps) {
  const { t } = useTranslation('ticket');
  const labels = useLabels();
  const { version } = coming.pack;
  const from = ticket.policy.version;
  return (
    <ReasonDialog
      title={t('repolicy.title', { version })}
      explain={t('repolicy.explain', { from, version, title: coming.pack.title })}
      label={t('repolicy.reason')}
      isNeeded
      size={860}
      draftKey={`ticket/${ticket.id}/repolicy`}
      submitLabel={t('repolicy.open', { version })}
      send={(run, reason) => run('ticket.repolicy', { id: ticket.id, version, reason })}
      onClose={onClose}
    >
      <ScrollRegion className={classes.compare} label={t('repolicy.title', { version })}>
        <Table className={classes.compareTable ?? ''} stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('repolicy.metric')}</Table.Th>
              <Table.Th>{t('repolicy.before', { version: from })}</Table.Th>
              <Table.Th>{t('repolicy.after', { version })}</Table.Th>
              <Table.Th>{t('repolicy.change')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {compareTargets(present, coming, ticket, now).map((change) => (
              <Table.Tr key={change.metric}>
                <Table.Th scope="row">{labels.metric(change.metric, coming.pack)}</Table.Th>
                <Table.Td>
                  <Judged status={change.before} opd={ticket.opd} />
                </Table.Td>
                <Table.Td>
                  <Judged status={change.after} opd={ticket.opd} />
                </Table.Td>
                <Table.Td>
                  {t(`repolicy.move.${change.move}`)}
                  {change.newlyLate && <strong>, {t('repolicy.newlyLate')}</strong>}
                  {change.noLongerLate && `, ${t('repolicy.noLongerLate')}`}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollRegion>
    </ReasonDialog>
  );
}

function Judged({ status, opd }: { readonly status: TargetStatus | null; readonly opd: string }) {
  const { t } = useTranslation('ticket');
  const format = useOfficeFormat(opd);
  if (status === null) return <>{t('repolicy.absent')}</>;
  return (
    <>
      <div>{status.dueAt === null ? t('repolicy.noDue') : format.long(status.dueAt)}</div>
      <SlaChip status={status} />
    </>
  );
}
