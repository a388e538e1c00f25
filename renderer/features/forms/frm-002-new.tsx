import { Alert } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isInScope } from '#shared/domain/reference.ts';
import { err, ok } from '#shared/domain/result.ts';
import type { MutateFailure } from '../../data/contract.ts';
import { useDesk, useReference } from '../../data/react.ts';
import type { FileTrouble } from '../../ui/files/read-files.ts';
import { useZoneOf } from '../../ui/office-format.ts';
import { paths } from '../../ui/paths.ts';
import { useFailureSentence } from '../../ui/refusal-text.tsx';
import { attachChosen, FilesNotKept, FormFilesField, useFormFiles, withFiles } from './form-files.tsx';
import { FormFrame } from './form-frame.tsx';
import { useOpeningPolicy } from './form-setting.ts';
import classes from './forms.module.css';
import { type CheckedFrm002, checkFrm002 } from './frm-002-check.ts';
import { Frm002Report } from './frm-002-fields.tsx';
import { Frm002Handling } from './frm-002-handling.tsx';
import { frm002Id, planRegistration } from './frm-002-plan.ts';
import {
  emptyFrm002,
  type Frm002Values,
  frm002DraftKey,
  frm002ValuesSchema,
  statusDraft,
} from './frm-002-values.ts';
import { parseLocalDateTime } from './local-date-time.ts';
import { runPlan } from './plan.ts';
import { printPaths } from './print-paths.ts';
import { RefusedNotice } from './refused-notice.tsx';
import type { RefusedRegistration } from './refused-registration.ts';
import { SavedPanel } from './saved-panel.tsx';
import { useIdentityOf } from './use-identity-of.ts';
import { useOfficialForm } from './use-official-form.ts';

interface Registered {
  readonly id: string;
  readonly number: string;
  /** Why the status beyond "Baru" was not set; null where all went through. */
  readonly statusFailure: MutateFailure | null;
  readonly troubles: readonly FileTrouble[];
}

const pinned: readonly (keyof Frm002Values)[] = ['reportedAt', 'opd'];

interface NewFrm002Props {
  /** The refused registration that is made anew here, with what stood on its form. */
  readonly refused?: RefusedRegistration<Frm002Values>;
  readonly onAnother: () => void;
}

/** FRM-002 for a report that is not recorded yet; saving creates the ticket. */
export function NewFrm002({ refused, onAnother }: NewFrm002Props) {
  const { t } = useTranslation('forms');
  const desk = useDesk();
  const reference = useReference();
  const zoneOf = useZoneOf();
  const openingPolicy = useOpeningPolicy();
  const sayFailure = useFailureSentence();
  const scope = reference.opds().filter((opd) => isInScope(desk.me, opd.code));
  const ownOpd = scope.find((opd) => opd.code === desk.me.opd) ?? scope[0];
  const [present] = useState(() => {
    const opd = ownOpd?.code ?? '';
    return refused?.values ?? emptyFrm002(opd, zoneOf(opd), desk.now());
  });
  const draftKey = refused === undefined ? 'frm-002:new' : `review/${refused.itemId}/form`;
  const identityOf = useIdentityOf(refused);
  const reportedAtOf = ({ reportedAt, opd }: Frm002Values) => {
    const read = parseLocalDateTime(reportedAt, zoneOf(opd), desk.now());
    return read.ok ? read.value : null;
  };
  const policyOf = (values: Frm002Values) => openingPolicy(values.opd, reportedAtOf(values) ?? desk.now());
  const files = useFormFiles(draftKey);
  const form = useOfficialForm<Frm002Values, CheckedFrm002, Registered>({
    draftKey,
    shape: frm002ValuesSchema.shape,
    present,
    pinned,
    check: (values: Frm002Values) =>
      checkFrm002(values, {
        policy: policyOf(values),
        zone: zoneOf(values.opd),
        now: desk.now(),
        needsSolution: values.status === 'closed',
        before: null,
      }),
    async save(checked, values) {
      const { ticketId: id, number, formerly } = await identityOf(values.kind, checked.opd);
      const plan = formerly(planRegistration(checked, values, { ticketId: id, number }));
      const saved = await runPlan(desk, plan, refused?.itemId);
      if (!saved.ok && saved.error.done === 0) return err(saved.error);
      const troubles = await attachChosen(desk, files, id, frm002Id(id));
      if (saved.ok) return ok({ id, number, statusFailure: null, troubles });
      // The ticket is recorded, only its status is not: what is left to do moves to the ticket's own form, so that
      // trying again cannot record it twice.
      await desk.drafts.save(frm002DraftKey(id), statusDraft(values)).catch(() => undefined);
      return ok({ id, number, statusFailure: saved.error.failure, troubles });
    },
  });
  const { values } = form;

  if (form.done !== null) {
    const { id, number, statusFailure, troubles } = form.done;
    const print = { label: t('done.print', { code: 'FRM-002' }), to: printPaths.form('FRM-002', id) };
    const open = { label: t('done.open'), to: paths.ticket(id) };
    const another =
      refused === undefined
        ? { label: t('done.another'), keys: 'c', onPress: onAnother }
        : { label: t('done.review'), to: paths.review };
    const complete = { label: t('frm001.completeNext'), to: paths.ticketForm(id) };
    return (
      <SavedPanel
        title={t('done.registered', { number })}
        actions={statusFailure === null ? [open, print, another] : [complete, open, another]}
      >
        <FilesNotKept troubles={troubles} />
        {statusFailure !== null && (
          <Alert color="red" variant="light" role="alert" title={t('failed.status')}>
            {sayFailure(statusFailure)}
          </Alert>
        )}
      </SavedPanel>
    );
  }
  return (
    <FormFrame
      title={t('frm002.title')}
      form={withFiles(form, files)}
      backTo={refused === undefined ? paths.tickets : paths.review}
      saveLabel={t('frm002.saveNew')}
    >
      <RefusedNotice refused={refused} />
      <div className={classes.columns}>
        <Frm002Report form={form} isRevision={false} disabled={false} />
        <Frm002Handling
          form={form}
          ticket={null}
          policy={policyOf(values)}
          reportedAt={reportedAtOf(values)}
          past={null}
          disabled={false}
          isDesk
          files={<FormFilesField files={files} />}
        />
      </div>
    </FormFrame>
  );
}
