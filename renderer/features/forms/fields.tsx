import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type forms from '../../i18n/id/forms.ts';
import type { Problem } from './problem.ts';
import { fieldId } from './use-official-form.ts';

export type FieldLabel = keyof typeof forms.field;

/** What a field needs of its form. */
export interface FieldHost<V> {
  readonly values: V;
  patch(values: Partial<V>): void;
  readonly problems: readonly Problem[];
}

interface FieldProps<V> {
  readonly form: FieldHost<V>;
  readonly name: keyof V & FieldLabel;
  readonly label?: string;
  readonly help?: ReactNode;
  readonly needed?: boolean;
  readonly disabled?: boolean;
  readonly autoFocus?: boolean;
}

/** An example of a typed instant, shown where one is asked for. */
export const dateTimeExample = '20/11/2026 14.05';

/** Fields whose absence has a sentence of its own. */
const missingSentences = [
  'opd',
  'title',
  'clientName',
  'category',
  'body',
  'symptoms',
  'solution',
  'reason',
  'returnReason',
] as const satisfies readonly (keyof typeof forms.missing)[];

/** The sentence for a problem: what to do so that the field can be taken. */
export function useProblemText(): (problem: Problem, label?: string) => string {
  const { t } = useTranslation('forms');
  return (problem, label) => {
    const field = label ?? (t(`field.${problem.field as FieldLabel}`) as string);
    if (problem.code === 'text_missing' || problem.code === 'choice_missing') {
      const own = missingSentences.find((name) => name === problem.field);
      if (own !== undefined) return t(`missing.${own}`);
    }
    return t(`error.${problem.code}`, { field, max: problem.max ?? 0, example: dateTimeExample });
  };
}

function useFieldParts<V>({ form, name, label, help, needed = false, disabled = false }: FieldProps<V>) {
  const { t } = useTranslation('forms');
  const say = useProblemText();
  const problem = form.problems.find(({ field }) => field === name);
  const shown = label ?? t(`field.${name as FieldLabel}`);
  return {
    id: fieldId(name),
    label: shown,
    description: help,
    error: problem === undefined ? undefined : say(problem, shown),
    withAsterisk: needed,
    'aria-required': needed,
    disabled,
    size: 'xs' as const,
    inputWrapperOrder: ['label', 'input', 'description', 'error'] as (
      | 'label'
      | 'input'
      | 'description'
      | 'error'
    )[],
  };
}

/** One line of text. */
export function TextField<V>(props: FieldProps<V> & { readonly inputMode?: 'tel' | 'email' | 'text' }) {
  const parts = useFieldParts(props);
  const { form, name, autoFocus = false, inputMode } = props;
  return (
    <TextInput
      {...parts}
      autoFocus={autoFocus}
      inputMode={inputMode}
      autoComplete="off"
      value={String(form.values[name])}
      onChange={(event) => form.patch({ [name]: event.currentTarget.value } as Partial<V>)}
    />
  );
}

/** Several lines of text; grows with what is written. */
export function LongTextField<V>(props: FieldProps<V> & { readonly rows: number }) {
  const parts = useFieldParts(props);
  const { form, name, rows } = props;
  return (
    <Textarea
      {...parts}
      autosize
      minRows={rows}
      maxRows={14}
      value={String(form.values[name])}
      onChange={(event) => form.patch({ [name]: event.currentTarget.value } as Partial<V>)}
    />
  );
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

interface ChoiceProps<V> extends FieldProps<V> {
  readonly choices: readonly Choice[];
  /** The first line of the list, standing for "nothing chosen"; left out where there is always a choice. */
  readonly emptyLabel?: string;
  /** What a choice changes; without it the field alone. Empty text: nothing chosen. */
  onChoose?(value: string): void;
}

/** A choice from a closed list, by keyboard as the browser offers it. */
export function ChoiceField<V>(props: ChoiceProps<V>) {
  const parts = useFieldParts(props);
  const { form, name, choices, emptyLabel, onChoose } = props;
  const data = emptyLabel === undefined ? [...choices] : [{ value: '', label: emptyLabel }, ...choices];
  return (
    <NativeSelect
      {...parts}
      data={data}
      value={String(form.values[name] ?? '')}
      onChange={(event) => {
        const { value } = event.currentTarget;
        if (onChoose === undefined) form.patch({ [name]: value } as Partial<V>);
        else onChoose(value);
      }}
    />
  );
}
