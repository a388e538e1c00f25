import { Radio } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Level, level } from '#shared/domain/codes.ts';
import type { PolicyPack } from '#shared/sla/pack.ts';
import { useLabels } from '../../ui/labels.ts';
import { type FieldHost, useProblemText } from './fields.tsx';
import classes from './forms.module.css';
import { fieldId } from './use-official-form.ts';

interface LevelFieldProps<V> {
  readonly form: FieldHost<V>;
  readonly name: 'urgency' | 'impact';
  readonly pack: PolicyPack | undefined;
  readonly disabled?: boolean;
}

/** Urgency or impact, each step with the office's criteria beside it (SOP-Dinkominfo-001, priority table). */
export function LevelField<V extends { readonly urgency: Level | null; readonly impact: Level | null }>({
  form,
  name,
  pack,
  disabled = false,
}: LevelFieldProps<V>) {
  const { t } = useTranslation('forms');
  const labels = useLabels();
  const say = useProblemText();
  const criteria = pack?.criteria[name];
  const problem = form.problems.find(({ field }) => field === name);
  return (
    <Radio.Group
      id={fieldId(name)}
      label={t(`field.${name}`)}
      size="xs"
      error={problem === undefined ? undefined : say(problem)}
      value={form.values[name] ?? ''}
      onChange={(value) => form.patch({ [name]: level.parse(value) } as Partial<V>)}
    >
      <div className={classes.levels}>
        {level.options.map((step) => (
          <Radio
            key={step}
            value={step}
            size="xs"
            disabled={disabled}
            label={labels.level(step, pack)}
            description={
              <span className={classes.criteria}>
                {(criteria?.[step] ?? []).map((line) => (
                  <span key={line}>{line}</span>
                ))}
              </span>
            }
          />
        ))}
      </div>
    </Radio.Group>
  );
}
