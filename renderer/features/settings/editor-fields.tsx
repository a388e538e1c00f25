import { MultiSelect, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DurationForm } from './duration-form.ts';
import editorClasses from './editor.module.css';
import { usePackEditor } from './editor-context.tsx';
import { useFaultSentence } from './fault.ts';
import { faultAt } from './pack-place.ts';

interface PlaceProps {
  /** Path of the value in the pack: what stands against it is shown here, and links lead here. */
  readonly place: string;
  readonly label: string;
  /** The label stands elsewhere, as the head of a column or row; it is only spoken. */
  readonly isLabelHidden?: boolean;
  readonly help?: string;
}

/** The sentence for what stands against a place, undefined where nothing does. */
function usePlaceFault(place: string): string | undefined {
  const { faults } = usePackEditor();
  const say = useFaultSentence();
  const fault = faultAt(faults, place);
  return fault === undefined ? undefined : say(fault);
}

function useParts({ place, label, isLabelHidden = false, help }: PlaceProps) {
  const error = usePlaceFault(place);
  return {
    'data-place': place,
    error,
    size: 'xs' as const,
    ...(isLabelHidden ? { 'aria-label': label } : { label }),
    ...(help === undefined ? {} : { description: help }),
    inputWrapperOrder: ['label', 'input', 'description', 'error'] as (
      | 'label'
      | 'input'
      | 'description'
      | 'error'
    )[],
  };
}

interface TextProps extends PlaceProps {
  readonly value: string;
  readonly unit?: string;
  onChange(value: string): void;
}

/** One line of text or a number. */
export function PlaceText({ value, unit, onChange, ...rest }: TextProps) {
  const parts = useParts(rest);
  return (
    <TextInput
      {...parts}
      autoComplete="off"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      {...(unit === undefined
        ? {}
        : { rightSection: <span className={editorClasses.unit}>{unit}</span>, rightSectionWidth: 52 })}
    />
  );
}

/** Several lines, one sentence each. */
export function PlaceLines({ value, onChange, ...rest }: TextProps) {
  const parts = useParts(rest);
  return (
    <Textarea
      {...parts}
      autosize
      minRows={2}
      maxRows={14}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

interface ChoiceProps extends PlaceProps {
  readonly value: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  onChange(value: string): void;
}

/** One of a closed list. */
export function PlaceChoice({ value, choices, onChange, ...rest }: ChoiceProps) {
  const parts = useParts(rest);
  return (
    <NativeSelect
      {...parts}
      data={[...choices]}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

interface ManyProps extends PlaceProps {
  readonly value: readonly string[];
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly placeholder?: string;
  onChange(value: string[]): void;
}

/** Any number of a closed list. */
export function PlaceMany({ value, choices, placeholder = '', onChange, ...rest }: ManyProps) {
  const parts = useParts(rest);
  const unknown = value.filter((one) => !choices.some((choice) => choice.value === one));
  return (
    <MultiSelect
      {...parts}
      data={[...choices, ...unknown.map((one) => ({ value: one, label: one }))]}
      value={[...value]}
      placeholder={value.length === 0 ? placeholder : ''}
      onChange={onChange}
    />
  );
}

interface DurationProps {
  readonly place: string;
  /** What lasts so long; spoken with each of the fields. */
  readonly of: string;
  readonly value: DurationForm;
  /** What may be chosen; without a calendar there is no closing time. */
  readonly kinds?: readonly DurationForm['kind'][];
  onChange(value: DurationForm): void;
}

const everyKind: readonly DurationForm['kind'][] = ['open', 'months', 'orClosing'];

/** A duration in hours and minutes of the calendar, in months, or until closing time. */
export function PlaceDuration({ place, of, value, kinds = everyKind, onChange }: DurationProps) {
  const { t } = useTranslation('settings');
  const error = usePlaceFault(place);
  const input = (field: 'hours' | 'minutes' | 'months') => (
    <TextInput
      key={field}
      size="xs"
      className={editorClasses.amount ?? ''}
      autoComplete="off"
      inputMode="decimal"
      aria-label={`${of}: ${t(`duration.${field}`)}`}
      aria-invalid={error !== undefined}
      {...(field === 'minutes' ? {} : { 'data-place': place })}
      error={error !== undefined}
      value={value[field]}
      onChange={(event) => onChange({ ...value, [field]: event.currentTarget.value })}
      rightSection={<span className={editorClasses.unit}>{t(`duration.${field}`)}</span>}
      rightSectionWidth={field === 'months' ? 52 : 44}
    />
  );
  return (
    <div className={editorClasses.durationBox}>
      <div className={editorClasses.duration}>
        {value.kind === 'months' ? input('months') : [input('hours'), input('minutes')]}
        <NativeSelect
          size="xs"
          aria-label={`${of}: ${t('duration.kind')}`}
          data={kinds.map((kind) => ({
            value: kind,
            label: t(`duration.kinds.${kind}`),
          }))}
          value={value.kind}
          onChange={(event) => {
            const kind = event.currentTarget.value;
            if (kind === 'open' || kind === 'months' || kind === 'orClosing') onChange({ ...value, kind });
          }}
        />
      </div>
      {error !== undefined && <p className={editorClasses.fault}>{error}</p>}
    </div>
  );
}

/** What stands against a part as a whole, where no field of its own shows it. */
export function PartFault({ place }: { readonly place: string }) {
  const { faults } = usePackEditor();
  const say = useFaultSentence();
  const fault = faults.find(({ path }) => path === place);
  return fault === undefined ? null : (
    <p className={editorClasses.fault} data-place={place} tabIndex={-1}>
      {say(fault)}
    </p>
  );
}
