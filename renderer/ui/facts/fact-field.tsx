import { Checkbox, Radio } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DurationClass } from '#shared/domain/codes.ts';
import type { PolicyPack } from '#shared/sla/pack.ts';
import { useLabels } from '../labels.ts';
import { type AskedFacts, type AskedName, type ChoiceName, factChoices, isChoice } from './asked-facts.ts';
import classes from './facts.module.css';

interface FactFieldProps {
  readonly name: AskedName;
  readonly facts: AskedFacts;
  /** Its criteria and labels are shown. */
  readonly pack: PolicyPack | undefined;
  /** Id of the group or tick box, by which an error summary finds it. */
  readonly id?: string;
  readonly error?: ReactNode;
  readonly disabled?: boolean;
  onChange(change: Partial<AskedFacts>): void;
}

/** One fact a pack decides by: a choice with the office's criteria beside it, or a tick box. */
export function FactField(props: FactFieldProps) {
  return isChoice(props.name) ? (
    <ChoiceOfFact {...props} name={props.name} />
  ) : (
    <YesOrNo {...props} name={props.name} />
  );
}

/** The pack's words for a value (SOP-Dinkominfo-001, priority table; Magelang, matrix of disturbances). */
function criteriaOf(pack: PolicyPack | undefined, name: ChoiceName, value: string): readonly string[] {
  if (name !== 'urgency' && name !== 'impact' && name !== 'severity') return [];
  const criteria: Readonly<Record<string, readonly string[]>> = pack?.criteria[name] ?? {};
  return criteria[value] ?? [];
}

function ChoiceOfFact({
  name,
  facts,
  pack,
  id,
  error,
  disabled = false,
  onChange,
}: FactFieldProps & { readonly name: ChoiceName }) {
  const { t } = useTranslation('domain');
  const labels = useLabels();
  const values: readonly string[] = factChoices[name];
  return (
    <Radio.Group
      {...(id === undefined ? {} : { id })}
      label={labels.factName(name)}
      size="xs"
      error={error}
      value={facts[name] ?? ''}
      onChange={(value) => onChange({ [name]: values.find((known) => known === value) ?? null })}
    >
      <div className={classes.choices}>
        {values.map((value) => {
          const lines = [
            ...criteriaOf(pack, name, value),
            ...(name === 'durationClass' ? [t(`factHelp.${value as DurationClass}`)] : []),
          ];
          return (
            <Radio
              key={value}
              value={value}
              size="xs"
              disabled={disabled}
              label={labels.fact(name, value as AskedFacts[ChoiceName], pack)}
              description={
                lines.length === 0 ? null : (
                  <span className={classes.criteria}>
                    {lines.map((line) => (
                      <span key={line}>{line}</span>
                    ))}
                  </span>
                )
              }
            />
          );
        })}
      </div>
    </Radio.Group>
  );
}

function YesOrNo({
  name,
  facts,
  id,
  error,
  disabled = false,
  onChange,
}: FactFieldProps & { readonly name: Exclude<AskedName, ChoiceName> }) {
  const { t } = useTranslation('domain');
  const labels = useLabels();
  return (
    <Checkbox
      {...(id === undefined ? {} : { id })}
      size="xs"
      label={labels.factName(name)}
      description={t(`factHelp.${name}`)}
      error={error}
      disabled={disabled}
      checked={facts[name]}
      onChange={(event) => onChange({ [name]: event.currentTarget.checked })}
    />
  );
}
