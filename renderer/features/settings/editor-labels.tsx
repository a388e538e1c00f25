import { useTranslation } from 'react-i18next';
import editorClasses from './editor.module.css';
import { useFormWords, usePackEditor, withItem } from './editor-context.tsx';
import { PlaceText } from './editor-fields.tsx';
import classes from './settings.module.css';
import viewClasses from './view.module.css';

const levelNames = ['high', 'medium', 'low'] as const;

/** The office's own words for states, priorities and levels. */
export function LabelsTab() {
  const { t } = useTranslation('settings');
  const { form, edit } = usePackEditor();
  const words = useFormWords();
  const { labels } = form;
  return (
    <div className={viewClasses.columns}>
      <div className={editorClasses.stack}>
        <h3 className={classes.part}>{t('place.states')}</h3>
        {labels.states.map(({ key, value }, at) => (
          <PlaceText
            key={key}
            place={`labels.states.${key}`}
            label={words.state(key)}
            value={value}
            onChange={(text) =>
              edit({ labels: { ...labels, states: withItem(labels.states, at, { value: text }) } })
            }
          />
        ))}
      </div>
      <div className={editorClasses.stack}>
        <h3 className={classes.part}>{t('place.priorities')}</h3>
        {labels.priorities.map(({ key, value }, at) => (
          <PlaceText
            key={key}
            place={`labels.priorities.${key}`}
            label={t('priorityNumber', { number: key })}
            value={value}
            onChange={(text) =>
              edit({ labels: { ...labels, priorities: withItem(labels.priorities, at, { value: text }) } })
            }
          />
        ))}
      </div>
      <div className={editorClasses.stack}>
        <h3 className={classes.part}>{t('place.levels')}</h3>
        {levelNames.map((name) => (
          <PlaceText
            key={name}
            place={`labels.levels.${name}`}
            label={t(`levelName.${name}`)}
            value={labels.levels[name]}
            onChange={(text) => edit({ labels: { ...labels, levels: { ...labels.levels, [name]: text } } })}
          />
        ))}
      </div>
    </div>
  );
}
