import { useTranslation } from 'react-i18next';
import { category, channel, ticketKind } from '#shared/domain/codes.ts';
import { confirmationMethod } from '#shared/forms/frm-001.ts';
import type { PolicyPack } from '#shared/sla/pack.ts';
import { factsOf } from '../../ui/facts/asked-facts.ts';
import { FactFields } from '../../ui/facts/fact-fields.tsx';
import { useLabels } from '../../ui/labels.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { ChoiceField, dateTimeExample, type FieldHost, LongTextField, TextField } from './fields.tsx';
import { useOpdChoices, useReportedAtFor } from './form-setting.ts';
import classes from './forms.module.css';
import type { Frm001Values } from './frm-001-values.ts';
import { kindOfCategory } from './frm-002-values.ts';
import { fieldId } from './use-official-form.ts';

interface PartProps {
  readonly form: FieldHost<Frm001Values>;
}

/** Who reports, when and how: the left half of FRM-001. */
export function Frm001Reporter({ form }: PartProps) {
  const { t } = useTranslation('forms');
  const labels = useLabels();
  const opds = useOpdChoices();
  const reportedAtFor = useReportedAtFor(form.values);
  const { zoneName } = useOfficeFormat(form.values.opd);
  return (
    <div className={classes.column}>
      <h2 className={classes.part}>{t('frm001.reporter')}</h2>
      <div className={classes.pair}>
        <TextField form={form} name="clientName" label={t('frm001.name')} needed autoFocus />
        <TextField form={form} name="clientPhone" inputMode="tel" />
        <TextField form={form} name="clientOpd" />
        <TextField form={form} name="clientPosition" />
        <TextField form={form} name="clientEmail" inputMode="email" />
        <ChoiceField
          form={form}
          name="confirmation"
          needed
          help={t('help.confirmation')}
          choices={confirmationMethod.options.map((value) => ({ value, label: labels.channel(value) }))}
        />
      </div>
      <h2 className={classes.part}>{t('registration')}</h2>
      <div className={classes.triple}>
        <ChoiceField
          form={form}
          name="opd"
          needed
          help={t('help.opd')}
          choices={opds}
          onChoose={(opd) => form.patch({ opd, reportedAt: reportedAtFor(opd) })}
        />
        <ChoiceField
          form={form}
          name="method"
          needed
          choices={channel.options.map((value) => ({ value, label: labels.channel(value) }))}
        />
        <TextField
          form={form}
          name="reportedAt"
          needed
          help={t('help.reportedAt', { example: dateTimeExample, zone: zoneName })}
        />
      </div>
      <TextField form={form} name="title" needed help={t('help.title')} />
      <LongTextField form={form} name="symptoms" needed rows={4} help={t('help.symptoms')} />
    </div>
  );
}

const levelsByClient = ['urgency', 'impact'] as const;

/** What is reported: the right half of FRM-001. Urgency and impact are the client's view. */
export function Frm001Report({ form, pack }: PartProps & { readonly pack: PolicyPack | undefined }) {
  const { t } = useTranslation('forms');
  const labels = useLabels();
  return (
    <>
      <h2 className={classes.part}>{t('frm001.report')}</h2>
      <div className={classes.pair}>
        <ChoiceField
          form={form}
          name="category"
          needed
          help={t('help.category')}
          emptyLabel={t('choose')}
          choices={category.options.map((value) => ({ value, label: labels.category(value) }))}
          onChoose={(value) => {
            const chosen = category.safeParse(value).data ?? null;
            const kind = (chosen === null ? null : kindOfCategory(chosen)) ?? form.values.kind;
            form.patch({ category: chosen, kind });
          }}
        />
        <ChoiceField
          form={form}
          name="kind"
          needed
          choices={ticketKind.options.map((value) => ({ value, label: labels.kind(value) }))}
        />
      </div>
      <TextField form={form} name="affected" />
      <fieldset className={classes.priority}>
        <legend className={classes.legend}>{t('help.levelsByClient')}</legend>
        <FactFields
          names={levelsByClient}
          facts={factsOf(form.values)}
          pack={pack}
          idOf={fieldId}
          onChange={({ urgency = form.values.urgency, impact = form.values.impact }) =>
            form.patch({ urgency, impact })
          }
        />
      </fieldset>
      <LongTextField form={form} name="attachments" rows={1} help={t('help.attachments')} />
    </>
  );
}
