import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import editorClasses from './editor.module.css';
import { useFormWords, usePackEditor, withItem } from './editor-context.tsx';
import { PartFault, PlaceChoice, PlaceDuration, PlaceText } from './editor-fields.tsx';
import { isOnlyKey, type PackForm } from './pack-form.ts';
import { useTargetFacts } from './target-facts.ts';
import viewClasses from './view.module.css';

type TargetForm = PackForm['targets'][number];

/** Every target: how long, in which calendar, and when it warns. */
export function TargetsTab() {
  const { form } = usePackEditor();
  return (
    <div className={editorClasses.wide}>
      {form.targets.map((target, at) => (
        <TargetFields key={String(target.rest.metric)} target={target} at={at} />
      ))}
    </div>
  );
}

function TargetFields({ target, at }: { readonly target: TargetForm; readonly at: number }) {
  const { t } = useTranslation('settings');
  const { form, edit } = usePackEditor();
  const words = useFormWords();
  const place = `targets[${at}]`;
  const change = (part: Partial<TargetForm>) => edit({ targets: withItem(form.targets, at, part) });
  const by = Array.isArray(target.rest.by) ? target.rest.by.map(String) : [];
  const facts = useTargetFacts(target.rest, words);
  return (
    <fieldset className={editorClasses.card}>
      <legend>{target.title}</legend>
      <div className={editorClasses.targetGrid}>
        <div className={editorClasses.stack}>
          <PlaceText
            place={`${place}.title`}
            label={t('place.title')}
            value={target.title}
            onChange={(title) => change({ title })}
          />
          <PlaceChoice
            place={`${place}.calendar`}
            label={t('place.calendar')}
            value={target.calendar}
            choices={form.calendars.map(({ name, title }) => ({ value: name, label: title || name }))}
            onChange={(calendar) => change({ calendar })}
          />
          <PlaceChoice
            place={`${place}.comparison`}
            label={t('place.comparison')}
            value={target.comparison}
            choices={[
              { value: 'lte', label: t('comparison.lte') },
              { value: 'lt', label: t('comparison.lt') },
            ]}
            onChange={(comparison) => change({ comparison: comparison === 'lt' ? 'lt' : 'lte' })}
          />
          <PlaceText
            place={`${place}.warnings`}
            label={t('place.warnings')}
            help={t('help.warnings')}
            unit="%"
            value={target.warnings}
            onChange={(warnings) => change({ warnings })}
          />
          <Checkbox
            size="xs"
            label={t('place.pausedByWaiting')}
            checked={target.pausedByWaiting}
            onChange={(event) => change({ pausedByWaiting: event.currentTarget.checked })}
          />
        </div>
        <div className={editorClasses.stack}>
          <span className={editorClasses.label}>
            {by.length === 0
              ? t('place.durations')
              : t('durationsBy', { facts: by.map(words.fact).join(', ') })}
          </span>
          {target.durations.map(({ key, duration }, index) => {
            const name = isOnlyKey(key) ? t('allTickets') : words.key(by, key);
            return (
              <div key={key} className={editorClasses.keyed}>
                <span aria-hidden>{name}</span>
                <PlaceDuration
                  place={`${place}.durations.of.${key}`}
                  of={`${target.title}, ${name}`}
                  value={duration}
                  onChange={(value) =>
                    change({ durations: withItem(target.durations, index, { duration: value }) })
                  }
                />
              </div>
            );
          })}
          <PartFault place={`${place}.durations`} />
          <ul className={viewClasses.factLines}>
            {facts.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      </div>
    </fieldset>
  );
}
