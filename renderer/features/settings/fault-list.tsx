import { useTranslation } from 'react-i18next';
import editorClasses from './editor.module.css';
import type { Fault } from './fault.ts';
import { useFaultSentence } from './fault.ts';
import type { PackForm } from './pack-form.ts';
import { usePlaceWords } from './pack-place.ts';
import classes from './settings.module.css';

interface FaultListProps {
  readonly faults: readonly Fault[];
  readonly form: PackForm;
  go(path: string): void;
}

/** Everything that stands against publishing, each with a way to its field. */
export function FaultList({ faults, form, go }: FaultListProps) {
  const { t } = useTranslation('settings');
  const say = useFaultSentence();
  const place = usePlaceWords(form);
  return (
    <section className={editorClasses.faults} role="alert">
      <h3>{t('fault.title', { count: faults.length })}</h3>
      <ul>
        {faults.map((fault) => (
          <li key={`${fault.path} ${fault.message}`}>
            <button type="button" className={classes.link} onClick={() => go(fault.path)}>
              {place(fault.path)}
            </button>
            : {say(fault)}
          </li>
        ))}
      </ul>
    </section>
  );
}
