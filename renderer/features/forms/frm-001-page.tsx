import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isInScope } from '#shared/domain/reference.ts';
import { err, ok } from '#shared/domain/result.ts';
import { staffRoles } from '#shared/mutations/access.ts';
import { useDesk, useReference } from '../../data/react.ts';
import { useZoneOf } from '../../ui/office-format.ts';
import { paths } from '../../ui/paths.ts';
import { useProblemText } from './fields.tsx';
import { attachChosen, FilesNotKept, FormFilesField, useFormFiles, withFiles } from './form-files.tsx';
import { FormFrame } from './form-frame.tsx';
import { FormMessage } from './form-message.tsx';
import { usePackOf } from './form-setting.ts';
import classes from './forms.module.css';
import { Frm001Report, Frm001Reporter } from './frm-001-fields.tsx';
import { frm001Id, planReport } from './frm-001-plan.ts';
import { checkFrm001, emptyFrm001, type Frm001Values, frm001ValuesSchema } from './frm-001-values.ts';
import { runPlan } from './plan.ts';
import { printPaths } from './print-paths.ts';
import { SavedPanel } from './saved-panel.tsx';
import { fieldId, type OfficialForm, useOfficialForm } from './use-official-form.ts';

/** FRM-001 Pelaporan, filled in while the reporter telephones or stands at the counter. */
export default function Frm001Page() {
  const { t } = useTranslation('forms');
  const { me } = useDesk();
  const reference = useReference();
  const [turn, setTurn] = useState(0);
  if (!(staffRoles as readonly string[]).includes(me.role))
    return <FormMessage text={t('notAllowed')} backTo={paths.tickets} />;
  const scope = reference.opds().filter((opd) => isInScope(me, opd.code));
  const first = scope.find((opd) => opd.code === me.opd) ?? scope[0];
  if (first === undefined) return <FormMessage text={t('noOpd')} backTo={paths.tickets} />;
  return <NewReport key={turn} opd={first.code} onAnother={() => setTurn(turn + 1)} />;
}

const pinned: readonly (keyof Frm001Values)[] = ['reportedAt', 'opd'];

function NewReport({ opd, onAnother }: { readonly opd: string; readonly onAnother: () => void }) {
  const { t } = useTranslation('forms');
  const desk = useDesk();
  const zoneOf = useZoneOf();
  const [present] = useState(() => emptyFrm001(opd, zoneOf(opd), desk.now()));
  const files = useFormFiles('frm-001:new');
  const form = useOfficialForm({
    draftKey: 'frm-001:new',
    shape: frm001ValuesSchema.shape,
    present,
    pinned,
    check: (values: Frm001Values) => checkFrm001(values, { zone: zoneOf(values.opd), now: desk.now() }),
    async save(checked) {
      const id = desk.newId();
      const number = await desk.nextTicketNumber(checked.data.kind, checked.opd);
      const saved = await runPlan(desk, planReport(checked, { ticketId: id, number }));
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
          { label: t('done.another'), keys: 'f', onPress: onAnother },
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
      backTo={paths.forms}
      saveLabel={t('frm001.saveNew')}
      fieldLabels={{ clientName: t('frm001.name') }}
    >
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
