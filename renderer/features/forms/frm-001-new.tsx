import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { err, ok } from '#shared/domain/result.ts';
import { useDesk } from '../../data/react.ts';
import { useZoneOf } from '../../ui/office-format.ts';
import { paths } from '../../ui/paths.ts';
import { useProblemText } from './fields.tsx';
import { attachChosen, FilesNotKept, FormFilesField, useFormFiles, withFiles } from './form-files.tsx';
import { FormFrame } from './form-frame.tsx';
import { usePackOf } from './form-setting.ts';
import classes from './forms.module.css';
import { Frm001Report, Frm001Reporter } from './frm-001-fields.tsx';
import { frm001Id, planReport } from './frm-001-plan.ts';
import { checkFrm001, emptyFrm001, type Frm001Values, frm001ValuesSchema } from './frm-001-values.ts';
import { runPlan } from './plan.ts';
import { printPaths } from './print-paths.ts';
import { RefusedNotice } from './refused-notice.tsx';
import type { RefusedRegistration } from './refused-registration.ts';
import { SavedPanel } from './saved-panel.tsx';
import { useIdentityOf } from './use-identity-of.ts';
import { fieldId, type OfficialForm, useOfficialForm } from './use-official-form.ts';

interface NewReportProps {
  readonly opd: string;
  /** The refused registration that is made anew here, with what stood on its form. */
  readonly refused?: RefusedRegistration<Frm001Values>;
  readonly onAnother: () => void;
}

/** FRM-001 for a report that is not recorded yet; saving creates the ticket. */
const pinned: readonly (keyof Frm001Values)[] = ['reportedAt', 'opd'];

export function NewReport({ opd, refused, onAnother }: NewReportProps) {
  const { t } = useTranslation('forms');
  const desk = useDesk();
  const zoneOf = useZoneOf();
  const [present] = useState(() => refused?.values ?? emptyFrm001(opd, zoneOf(opd), desk.now()));
  const draftKey = refused === undefined ? 'frm-001:new' : `review/${refused.itemId}/form`;
  const files = useFormFiles(draftKey);
  const identityOf = useIdentityOf(refused);
  const form = useOfficialForm({
    draftKey,
    shape: frm001ValuesSchema.shape,
    present,
    pinned,
    check: (values: Frm001Values) => checkFrm001(values, { zone: zoneOf(values.opd), now: desk.now() }),
    async save(checked) {
      const { ticketId: id, number, formerly } = await identityOf(checked.data.kind, checked.opd);
      const plan = formerly(planReport(checked, { ticketId: id, number }));
      const saved = await runPlan(desk, plan, refused?.itemId);
      if (!saved.ok) return err(saved.error);
      return ok({ id, number, troubles: await attachChosen(desk, files, id, frm001Id(id)) });
    },
  });
  const pack = usePackOf(form.values.opd);
  if (form.done !== null) {
    const { id, number, troubles } = form.done;
    return (
      <SavedPanel
        title={t('done.registered', { number })}
        help={t('frm001.completeHelp')}
        actions={[
          { label: t('frm001.completeNext'), to: paths.ticketForm(id) },
          { label: t('done.open'), to: paths.ticket(id) },
          { label: t('done.print', { code: 'FRM-001' }), to: printPaths.form('FRM-001', id) },
          refused === undefined
            ? { label: t('done.another'), keys: 'f', onPress: onAnother }
            : { label: t('done.review'), to: paths.review },
        ]}
      >
        <FilesNotKept troubles={troubles} />
      </SavedPanel>
    );
  }
  return (
    <FormFrame
      title={t('frm001.title')}
      form={withFiles(form, files)}
      backTo={refused === undefined ? paths.forms : paths.review}
      saveLabel={t('frm001.saveNew')}
      fieldLabels={{ clientName: t('frm001.name') }}
    >
      <RefusedNotice refused={refused} />
      <div className={classes.columns}>
        <Frm001Reporter form={form} />
        <div className={classes.column}>
          <Frm001Report form={form} pack={pack} />
          <FormFilesField files={files} />
          <Consent form={form} />
        </div>
      </div>
    </FormFrame>
  );
}

/** Without the reporter's consent the report may not be kept (personal data). */
function Consent({ form }: { readonly form: OfficialForm<Frm001Values> }) {
  const { t } = useTranslation('forms');
  const say = useProblemText();
  const problem = form.problems.find(({ field }) => field === 'consent');
  return (
    <Checkbox
      id={fieldId('consent')}
      size="xs"
      label={
        <>
          {t('frm001.consentLine')}{' '}
          <span aria-hidden className={classes.star}>
            *
          </span>
        </>
      }
      error={problem === undefined ? undefined : say(problem)}
      checked={form.values.consent}
      onChange={(event) => form.patch({ consent: event.currentTarget.checked })}
    />
  );
}
