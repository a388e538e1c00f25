import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isInScope } from '#shared/domain/reference.ts';
import { err, ok } from '#shared/domain/result.ts';
import { useDesk, useReference } from '../../data/react.ts';
import { useOfficeZone } from '../../ui/office-format.ts';
import { paths } from '../../ui/paths.ts';
import { FormFrame } from './form-frame.tsx';
import { usePolicyOf } from './form-setting.ts';
import classes from './forms.module.css';
import { checkFrm002 } from './frm-002-check.ts';
import { Frm002Report } from './frm-002-fields.tsx';
import { Frm002Handling } from './frm-002-handling.tsx';
import { planRegistration } from './frm-002-plan.ts';
import { emptyFrm002, type Frm002Values, frm002ValuesSchema } from './frm-002-values.ts';
import { parseLocalDateTime } from './local-date-time.ts';
import { runPlan } from './plan.ts';
import { printPaths } from './print-paths.ts';
import { SavedPanel } from './saved-panel.tsx';
import { useOfficialForm } from './use-official-form.ts';

interface Registered {
  readonly id: string;
  readonly number: string;
}

const pinned: readonly (keyof Frm002Values)[] = ['reportedAt', 'opd'];

/** FRM-002 for a report that is not recorded yet; saving creates the ticket. */
export function NewFrm002({ onAnother }: { readonly onAnother: () => void }) {
  const { t } = useTranslation('forms');
  const desk = useDesk();
  const reference = useReference();
  const zone = useOfficeZone();
  const scope = reference.opds().filter((opd) => isInScope(desk.me, opd.code));
  const ownOpd = scope.find((opd) => opd.code === desk.me.opd) ?? scope[0];
  const [present] = useState(() => emptyFrm002(ownOpd?.code ?? '', zone, desk.now()));
  // A ticket that was recorded although its next step was refused: trying again must not record it twice.
  const [recorded, setRecorded] = useState<Registered | null>(null);

  const form = useOfficialForm({
    draftKey: 'frm-002:new',
    shape: frm002ValuesSchema.shape,
    present,
    pinned,
    check: (values: Frm002Values) =>
      checkFrm002(values, {
        policy: policyOf(values.opd),
        zone,
        now: desk.now(),
        needsSolution: values.status === 'closed',
      }),
    async save(checked, values) {
      const identity = recorded ?? {
        id: desk.newId(),
        number: await desk.nextTicketNumber(values.kind, checked.opd),
      };
      const whole = planRegistration(checked, values, { ticketId: identity.id, number: identity.number });
      const plan = recorded === null ? whole : whole.slice(1);
      const saved = await runPlan(desk, plan);
      if (saved.ok) return ok(identity);
      if (saved.error.done > 0) setRecorded(identity);
      return err(recorded === null ? saved.error : { ...saved.error, done: saved.error.done + 1 });
    },
  });
  const { values } = form;
  const policy = usePolicyOf(values.opd);
  function policyOf(opd: string) {
    const pack = reference.opd(opd)?.policy;
    return pack === undefined ? undefined : reference.policy(pack);
  }

  if (form.done !== null) {
    const { id, number } = form.done;
    return (
      <SavedPanel
        title={t('done.registered', { number })}
        actions={[
          { label: t('done.open'), to: paths.ticket(id) },
          { label: t('done.print', { code: 'FRM-002' }), to: printPaths.form('FRM-002', id) },
          { label: t('done.another'), onPress: onAnother },
        ]}
      />
    );
  }
  const reportedAt = parseLocalDateTime(values.reportedAt, zone, desk.now());
  return (
    <FormFrame
      title={t('frm002.title')}
      form={form}
      backTo={paths.tickets}
      saveLabel={t('frm002.saveNew')}
      partlyText={t('failed.registered', { number: recorded?.number ?? '' })}
    >
      <div className={classes.columns}>
        <Frm002Report form={form} isRevision={false} disabled={recorded !== null} />
        <Frm002Handling
          form={form}
          ticket={null}
          policy={policy}
          reportedAt={reportedAt.ok ? reportedAt.value : null}
          past={null}
          disabled={false}
          isDesk
        />
      </div>
    </FormFrame>
  );
}
