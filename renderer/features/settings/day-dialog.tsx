import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CalendarDays } from '#shared/sla/hours.ts';
import type { DayEntry, DayType } from './calendar-days.ts';
import { DateField } from './date-field.tsx';
import { checkDay, type DayField, type DayForm, dayFormOf, entryOfForm } from './day-form.ts';
import editorClasses from './editor.module.css';
import { DaySum } from './editor-hours.tsx';
import { weekdays } from './hours-text.ts';
import classes from './settings.module.css';
import { SettingsDialog } from './settings-dialog.tsx';
import viewClasses from './view.module.css';

const types: readonly DayType[] = ['holiday', 'halfDay', 'period'];

interface DayDialogProps {
  /** Null for a new one. */
  readonly entry: DayEntry | null;
  readonly days: CalendarDays;
  /** The state's days, which may be joint leave, or an office's own. */
  readonly isNational: boolean;
  save(entry: DayEntry): void;
  onClose(): void;
}

/** A day off, half a day, or hours for a while: what the calendar says of it. */
export function DayDialog({ entry, days, isNational, save, onClose }: DayDialogProps) {
  const { t } = useTranslation(['settings', 'everywhere']);
  const [form, setForm] = useState<DayForm>(() => dayFormOf(entry, isNational ? 'national' : 'local'));
  const [isTried, setTried] = useState(false);
  const faults = isTried ? checkDay(form, days, entry) : {};
  const patch = (part: Partial<DayForm>) => setForm({ ...form, ...part });
  const errorOf = (field: DayField) => {
    const fault = faults[field];
    return fault === undefined ? null : t(`settings:day.fault.${fault}`);
  };
  const submit = () => {
    setTried(true);
    const found = Object.keys(checkDay(form, days, entry))[0];
    if (found !== undefined) return document.getElementById(`day-${found}`)?.focus();
    const read = entryOfForm(form);
    if (read.ok) save(read.value);
  };
  const isPeriod = form.type === 'period';
  return (
    <SettingsDialog onClose={onClose} title={t(entry === null ? 'settings:day.add' : 'settings:day.edit')}>
      <form
        noValidate
        className={editorClasses.stack}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <NativeSelect
          data-autofocus
          size="xs"
          label={t('settings:day.type')}
          data={types.map((type) => ({ value: type, label: t(`settings:day.types.${type}`) }))}
          value={form.type}
          onChange={(event) => {
            const type = types.find((one) => one === event.currentTarget.value);
            if (type !== undefined) patch({ type });
          }}
        />
        <div className={editorClasses.pair}>
          <DateField
            id="day-date"
            label={t(isPeriod ? 'settings:day.from' : 'settings:day.date')}
            withAsterisk
            value={form.date}
            error={errorOf('date')}
            onChange={(date) => patch({ date })}
          />
          {isPeriod && (
            <DateField
              id="day-to"
              label={t('settings:day.to')}
              withAsterisk
              value={form.to}
              error={errorOf('to')}
              onChange={(to) => patch({ to })}
            />
          )}
          {form.type === 'halfDay' && (
            <TextInput
              id="day-closesAt"
              label={t('settings:day.until')}
              withAsterisk
              autoComplete="off"
              value={form.closesAt}
              error={errorOf('closesAt')}
              onChange={(event) => patch({ closesAt: event.currentTarget.value })}
            />
          )}
          {form.type === 'holiday' && isNational && (
            <NativeSelect
              size="xs"
              label={t('settings:day.kindLabel')}
              data={(['national', 'joint_leave'] as const).map((kind) => ({
                value: kind,
                label: t(`settings:day.kind.${kind}`),
              }))}
              value={form.kind}
              onChange={(event) =>
                patch({ kind: event.currentTarget.value === 'joint_leave' ? 'joint_leave' : 'national' })
              }
            />
          )}
        </div>
        <TextInput
          id="day-name"
          label={t('settings:day.name')}
          withAsterisk
          autoComplete="off"
          maxLength={200}
          value={form.name}
          error={errorOf('name')}
          onChange={(event) => patch({ name: event.currentTarget.value })}
        />
        <TextInput
          label={t('settings:day.decree')}
          description={t('settings:day.decreeHelp')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          autoComplete="off"
          maxLength={400}
          value={form.decree}
          onChange={(event) => patch({ decree: event.currentTarget.value })}
        />
        {form.type === 'holiday' && (
          <Checkbox
            size="xs"
            label={t('settings:day.notCertain')}
            checked={!form.isCertain}
            onChange={(event) => patch({ isCertain: !event.currentTarget.checked })}
          />
        )}
        {isPeriod && (
          <fieldset className={editorClasses.card}>
            <legend>{t('settings:day.hours')}</legend>
            <p className={classes.hint}>{t('settings:day.hoursHelp')}</p>
            {weekdays.map((day) => (
              <div key={day} className={editorClasses.weekday}>
                <span aria-hidden>{t(`settings:weekday.${day}`)}</span>
                <TextInput
                  id={`day-${day}`}
                  aria-label={t('settings:hoursOf', { day: t(`settings:weekday.${day}`) })}
                  autoComplete="off"
                  value={form.hours[day]}
                  error={errorOf(day)}
                  onChange={(event) => patch({ hours: { ...form.hours, [day]: event.currentTarget.value } })}
                />
                <DaySum text={form.hours[day]} />
              </div>
            ))}
          </fieldset>
        )}
        <div className={viewClasses.modalFoot}>
          <Button variant="default" onClick={onClose}>
            {t('everywhere:cancel')}
          </Button>
          <Button type="submit">{t('settings:day.keep')}</Button>
        </div>
      </form>
    </SettingsDialog>
  );
}
