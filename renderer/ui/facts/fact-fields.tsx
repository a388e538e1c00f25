import type { ReactNode } from 'react';
import type { PolicyPack } from '#shared/sla/pack.ts';
import { type AskedFacts, type AskedName, isChoice } from './asked-facts.ts';
import { FactField } from './fact-field.tsx';
import classes from './facts.module.css';

interface FactFieldsProps {
  readonly names: readonly AskedName[];
  readonly facts: AskedFacts;
  readonly pack: PolicyPack | undefined;
  readonly disabled?: boolean;
  idOf?(name: AskedName): string;
  errorOf?(name: AskedName): ReactNode;
  onChange(change: Partial<AskedFacts>): void;
}

/** All facts an office's pack decides by, in the order of forms. Help on site hangs on the support contract. */
export function FactFields({
  names,
  facts,
  pack,
  disabled = false,
  idOf,
  errorOf,
  onChange,
}: FactFieldsProps) {
  return (
    <div className={classes.fields}>
      {names.map((name) => (
        <div key={name} className={isChoice(name) ? undefined : classes.wide}>
          <FactField
            name={name}
            facts={facts}
            pack={pack}
            {...(idOf === undefined ? {} : { id: idOf(name) })}
            error={errorOf?.(name)}
            disabled={disabled || (name === 'onSite' && !facts.supportContract)}
            onChange={(change) =>
              onChange(change.supportContract === false ? { ...change, onSite: false } : change)
            }
          />
        </div>
      ))}
    </div>
  );
}
