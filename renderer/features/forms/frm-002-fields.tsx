import { useTranslation } from 'react-i18next';
import { type Category, category, channel, ticketKind } from '#shared/domain/codes.ts';
import { offeredServices } from '#shared/sla/offered-services.ts';
import { useLabels } from '../../ui/labels.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { ChoiceField, dateTimeExample, type FieldHost, LongTextField, TextField } from './fields.tsx';
import { useOpdChoices, usePackOf, useReportedAtFor, withChosen } from './form-setting.ts';
import classes from './forms.module.css';
import { type Frm002Values, kindOfCategory } from './frm-002-values.ts';

interface PartProps {
  readonly form: FieldHost<Frm002Values>;
  /** The ticket is there already: office and instant of the report stay. */
  readonly isRevision: boolean;
  readonly disabled: boolean;
}

/** Who reported what: the left half of FRM-002. */
export function Frm002Report({ form, isRevision, disabled }: PartProps) {
  const { t } = useTranslation('forms');
  const labels = useLabels();
  const opds = useOpdChoices();
  const choose = { form, disabled };
  const reportedAtFor = useReportedAtFor(form.values);
  const { zoneName } = useOfficeFormat(form.values.opd);
  return (
    <div className={classes.column}>
      <h2 className={classes.part}>{t('registration')}</h2>
      <div className={classes.triple}>
        <ChoiceField
          form={form}
          name="opd"
          needed
          disabled={disabled || isRevision}
          help={t('help.opd')}
          choices={opds}
          emptyLabel={t('choose')}
          // A person may not work for the other office.
          onChoose={(opd) => form.patch({ opd, assignee: '', reportedAt: reportedAtFor(opd) })}
        />
        <ChoiceField
          {...choose}
          name="channel"
          needed
          choices={channel.options.map((value) => ({ value, label: labels.channel(value) }))}
        />
        <TextField
          form={form}
          name="reportedAt"
          needed
          disabled={disabled || isRevision}
          help={
            isRevision
              ? t('help.reportedAtFixed', { zone: zoneName })
              : t('help.reportedAt', { example: dateTimeExample, zone: zoneName })
          }
        />
      </div>
      <h2 className={classes.part}>{t('ticketPart')}</h2>
      <TextField {...choose} name="title" needed help={t('help.title')} autoFocus />
      <div className={classes.pair}>
        <TextField {...choose} name="clientName" needed help={t('help.clientName')} />
        <TextField {...choose} name="guestEmail" inputMode="email" help={t('help.guestEmail')} />
      </div>
      <div className={classes.quad}>
        <TextField {...choose} name="clientOpd" />
        <TextField {...choose} name="clientPosition" />
        <TextField {...choose} name="clientPhone" inputMode="tel" />
        <TextField {...choose} name="clientEmail" inputMode="email" />
      </div>
      <Classification form={form} disabled={disabled} />
      <LongTextField {...choose} name="body" needed rows={5} help={t('help.body')} />
    </div>
  );
}

function Classification({ form, disabled }: Omit<PartProps, 'isRevision'>) {
  const { t } = useTranslation('forms');
  const labels = useLabels();
  const { category: chosen } = form.values;
  const pack = usePackOf(form.values.opd);
  const offered = (chosen === null ? [] : offeredServices(chosen, pack)).map((item) => ({
    value: item,
    label: item,
  }));
  const items = withChosen(offered, form.values.serviceItem, (item) => item);
  const chooseCategory = (value: Category | null) => {
    const kind = (value === null ? null : kindOfCategory(value)) ?? form.values.kind;
    form.patch({ category: value, kind, serviceItem: '' });
  };
  return (
    <div className={classes.triple}>
      <ChoiceField
        form={form}
        name="category"
        needed
        disabled={disabled}
        help={t('help.category')}
        emptyLabel={t('choose')}
        choices={category.options.map((value) => ({ value, label: labels.category(value) }))}
        onChoose={(value) => chooseCategory(category.safeParse(value).data ?? null)}
      />
      <ChoiceField
        form={form}
        name="kind"
        needed
        disabled={disabled}
        choices={ticketKind.options.map((value) => ({ value, label: labels.kind(value) }))}
      />
      <ChoiceField
        form={form}
        name="serviceItem"
        disabled={disabled || items.length === 0}
        help={t('help.serviceItem')}
        emptyLabel={items.length === 0 ? t('noService') : t('choose')}
        choices={items}
      />
    </div>
  );
}
