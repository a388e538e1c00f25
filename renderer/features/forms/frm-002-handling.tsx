import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/domain/ticket.ts';
import type { CompiledPolicy } from '#shared/sla/policy.ts';
import { useLabels } from '../../ui/labels.ts';
import { ChoiceField, type FieldHost, LongTextField, TextField } from './fields.tsx';
import { useStaffChoices, withChosen } from './form-setting.ts';
import classes from './forms.module.css';
import { type Frm002Values, statusesFrom } from './frm-002-values.ts';
import { PriorityField, type TicketPast } from './priority-field.tsx';

interface HandlingProps {
  readonly form: FieldHost<Frm002Values>;
  readonly ticket: Ticket | null;
  readonly policy: CompiledPolicy | undefined;
  readonly reportedAt: number | null;
  readonly past: TicketPast | null;
  readonly disabled: boolean;
  /** A technician sees priority and assignment, but the desk decides them. */
  readonly isDesk: boolean;
  /** Files that go with a new report. */
  readonly files?: ReactNode;
}

/** How it is handled: the right half of FRM-002. */
export function Frm002Handling(props: HandlingProps) {
  const { form, ticket, policy, reportedAt, past, disabled, isDesk } = props;
  const { t } = useTranslation('forms');
  const { values } = form;
  const labels = useLabels();
  const staff = withChosen(useStaffChoices(values.opd), values.assignee, labels.person);
  // A status only goes forward on the form; the other moves have their own place on the ticket.
  const steps = statusesFrom(ticket?.state ?? 'new');
  const needsSolution = values.status === 'closed' && steps.length > 1;
  return (
    <div className={classes.column}>
      <h2 className={classes.part}>{t('handlingPart')}</h2>
      <PriorityField
        form={form}
        policy={policy}
        reportedAt={reportedAt}
        past={past}
        disabled={disabled || !isDesk}
      />
      <div className={classes.pair}>
        <ChoiceField
          form={form}
          name="status"
          disabled={disabled || steps.length === 1}
          help={
            steps.length === 1
              ? t('help.statusFinished')
              : needsSolution
                ? t('help.statusClosed')
                : t('help.status')
          }
          choices={steps.map((value) => ({ value, label: t(`status.${value}`) }))}
        />
        <ChoiceField
          form={form}
          name="assignee"
          disabled={disabled || !isDesk}
          help={t('help.assignee')}
          emptyLabel={t('nobodyYet')}
          choices={staff}
        />
      </div>
      {needsSolution && (
        <LongTextField form={form} name="solution" needed rows={2} help={t('help.solution')} />
      )}
      <LongTextField
        form={form}
        name="note"
        rows={2}
        disabled={disabled}
        help={ticket === null ? t('help.note') : t('help.noteRevised')}
      />
      <LongTextField
        form={form}
        name="attachments"
        rows={1}
        disabled={disabled}
        help={t('help.attachments')}
      />
      {props.files}
      <details className={classes.more} open={hasMore(values) || undefined}>
        <summary>{t('moreDetails')}</summary>
        <div className={classes.moreBody}>
          <span className={classes.quiet}>{t('moreDetailsHelp')}</span>
          <div className={classes.pair}>
            <TextField form={form} name="configurationItem" disabled={disabled} />
            <TextField form={form} name="technicalManager" disabled={disabled} />
          </div>
          <LongTextField form={form} name="handling" rows={2} disabled={disabled} />
          <LongTextField form={form} name="cause" rows={2} disabled={disabled} />
        </div>
      </details>
    </div>
  );
}

function hasMore(values: Frm002Values): boolean {
  return [values.configurationItem, values.technicalManager, values.handling, values.cause].some(
    (text) => text !== '',
  );
}
