import { Alert } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { err, ok } from '#shared/domain/result.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import type { FormRecord } from '#shared/forms/form.ts';
import { deskRoles } from '#shared/mutations/access.ts';
import { useDesk, useNow, useReference } from '../../data/react.ts';
import { factsOf } from '../../ui/facts/asked-facts.ts';
import { useLabels } from '../../ui/labels.ts';
import { useOfficeZone } from '../../ui/office-format.ts';
import { paths } from '../../ui/paths.ts';
import { FormFrame } from './form-frame.tsx';
import classes from './forms.module.css';
import { checkFrm002 } from './frm-002-check.ts';
import { Frm002Report } from './frm-002-fields.tsx';
import { Frm002Handling } from './frm-002-handling.tsx';
import { planRevision } from './frm-002-plan.ts';
import {
  type Frm002Values,
  frm002DraftKey,
  frm002ValuesOf,
  frm002ValuesSchema,
  statusOnForm,
  withPresentStatus,
} from './frm-002-values.ts';
import { runPlan } from './plan.ts';
import { PrintButton } from './print-button.tsx';
import { printPaths } from './print-paths.ts';
import { SavedPanel } from './saved-panel.tsx';
import { useOfficialForm } from './use-official-form.ts';

interface RevisedProps {
  readonly ticket: Ticket;
  readonly forms: readonly FormRecord[];
}

/** FRM-002 of a ticket that exists: saving corrects the ticket where the form differs, and revises the form. */
export function RevisedFrm002({ ticket, forms }: RevisedProps) {
  const { t } = useTranslation('forms');
  const desk = useDesk();
  const reference = useReference();
  const labels = useLabels();
  const zone = useOfficeZone(ticket.opd);
  const [, navigate] = useLocation();
  const now = Math.max(useNow(60_000), ticket.timeline.at(-1)?.at ?? 0);
  const record = forms.find(({ code }) => code === 'FRM-002') ?? null;
  const report = forms.find(({ code }) => code === 'FRM-001') ?? null;
  const present = useMemo(() => {
    const saved = record?.data.code === 'FRM-002' ? record.data : null;
    const told = report?.data.code === 'FRM-001' ? report.data : null;
    return frm002ValuesOf(ticket, saved, told, zone);
  }, [ticket, record, report, zone]);
  const policy = reference.policyOf(ticket) ?? reference.policy(ticket.policy.name, undefined, ticket.opd);
  const isFinished = ticket.state === 'closed' || ticket.state === 'cancelled';
  const isDesk = (deskRoles as readonly string[]).includes(desk.me.role);

  const form = useOfficialForm({
    draftKey: frm002DraftKey(ticket.id),
    shape: frm002ValuesSchema.shape,
    present,
    check(typed: Frm002Values) {
      const values = withPresentStatus(typed, ticket.state);
      const needsSolution = values.status === 'closed' && statusOnForm(ticket.state) !== 'closed';
      // The instant of the report is shown to the minute only, and does not change: it is no reason to refuse.
      return checkFrm002(values, {
        policy,
        zone,
        now: Math.max(desk.now(), ticket.reportedAt),
        needsSolution,
        before: factsOf(ticket),
      });
    },
    async save(checked, values, shown) {
      const saved = await runPlan(desk, planRevision(checked, values, { ticket, shown, form: record }));
      return saved.ok ? ok(true) : err(saved.error);
    },
  });

  const host = { ...form, values: withPresentStatus(form.values, ticket.state) };
  const number = ticket.number;
  const backTo = paths.ticket(ticket.id);
  if (form.done !== null) {
    return (
      <SavedPanel
        title={t('done.revised', { number })}
        actions={[
          { label: t('done.open'), to: backTo },
          { label: t('done.print', { code: 'FRM-002' }), to: printPaths.form('FRM-002', ticket.id) },
        ]}
      />
    );
  }
  return (
    <FormFrame
      title={t('frm002.revise', { number })}
      form={form}
      backTo={backTo}
      saveLabel={t('frm002.saveRevised')}
      readOnly={isFinished}
      actions={<PrintButton onPress={() => navigate(printPaths.form('FRM-002', ticket.id))} />}
    >
      {isFinished && (
        <Alert className={classes.notice} color="gray" variant="light">
          {t('ticketFinished', { state: labels.state(ticket.state, ticket.policy) })}
        </Alert>
      )}
      <div className={classes.columns}>
        <Frm002Report form={host} isRevision disabled={isFinished} />
        <Frm002Handling
          form={host}
          ticket={ticket}
          policy={policy}
          reportedAt={ticket.reportedAt}
          past={{ ticket, now }}
          disabled={isFinished}
          isDesk={isDesk}
        />
      </div>
    </FormFrame>
  );
}
