import { ActionIcon, Button, Checkbox } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import editorClasses from './editor.module.css';
import { usePackEditor, withItem } from './editor-context.tsx';
import { PartFault, PlaceChoice, PlaceDuration, PlaceLines, PlaceText } from './editor-fields.tsx';
import classes from './settings.module.css';

export const stepOccasions = ['register', 'assign', 'resolve', 'confirm', 'close', 'hand'] as const;

/** The usual limit for papers that are asked for (Jawa Barat, SOP step 3: one month, else closed). */
const usualCompleteness = {
  within: { kind: 'months' as const, hours: '', minutes: '', months: '1' },
  warnDays: '7; 1',
  reason: '',
};

/** Milestones of the procedure, papers that never came, and how many tickets a day a service is meant for. */
export function ProcedureTab() {
  const { t } = useTranslation('settings');
  const { form, edit } = usePackEditor();
  return (
    <div className={editorClasses.wide}>
      <h3 className={classes.part}>{t('place.steps')}</h3>
      {form.steps.length === 0 && <p className={classes.hint}>{t('noSteps')}</p>}
      <div className={editorClasses.lines}>
        {form.steps.map(({ step, title, on }, at) => (
          <div key={step} className={editorClasses.levelLine}>
            <PlaceText
              place={`steps[${at}].title`}
              label={t('stepTitle', { number: at + 1 })}
              value={title}
              onChange={(text) => edit({ steps: withItem(form.steps, at, { title: text }) })}
            />
            <PlaceChoice
              place={`steps[${at}].on`}
              label={t('stepOn', { number: at + 1 })}
              value={on}
              choices={stepOccasions.map((value) => ({ value, label: t(`on.${value}`) }))}
              onChange={(value) => edit({ steps: withItem(form.steps, at, { on: value }) })}
            />
          </div>
        ))}
      </div>
      <Completeness />
      <Capacity />
    </div>
  );
}

function Completeness() {
  const { t } = useTranslation('settings');
  const { form, edit } = usePackEditor();
  const { completeness } = form;
  const change = (part: Partial<NonNullable<typeof completeness>>) =>
    completeness !== null && edit({ completeness: { ...completeness, ...part } });
  return (
    <>
      <h3 className={classes.part}>{t('place.completeness')}</h3>
      <Checkbox
        size="xs"
        label={t('closesByItself')}
        checked={completeness !== null}
        onChange={(event) => {
          const reason = t('usualReason');
          edit({ completeness: event.currentTarget.checked ? { ...usualCompleteness, reason } : null });
        }}
      />
      {completeness !== null && (
        <div className={editorClasses.stack}>
          <div className={editorClasses.keyed}>
            <span aria-hidden>{t('place.within')}</span>
            <PlaceDuration
              place="completeness.within"
              of={t('place.within')}
              kinds={['open', 'months']}
              value={completeness.within}
              onChange={(within) => change({ within })}
            />
          </div>
          <div className={editorClasses.levelLine}>
            <PlaceText
              place="completeness.warnDays"
              label={t('place.warnDays')}
              help={t('help.warnDays')}
              value={completeness.warnDays}
              onChange={(warnDays) => change({ warnDays })}
            />
            <PlaceText
              place="completeness.reason"
              label={t('place.reason')}
              value={completeness.reason}
              onChange={(reason) => change({ reason })}
            />
          </div>
        </div>
      )}
    </>
  );
}

function Capacity() {
  const { t } = useTranslation('settings');
  const { form, edit } = usePackEditor();
  const { capacity } = form;
  return (
    <>
      <h3 className={classes.part}>{t('place.capacity')}</h3>
      <p className={classes.hint}>{t('help.capacity')}</p>
      {capacity.map((entry, at) => {
        const change = (part: Partial<typeof entry>) => edit({ capacity: withItem(capacity, at, part) });
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: an entry has no name of its own, and is never moved
          <div key={at} className={editorClasses.capacityLine}>
            <PlaceText
              place={`capacity[${at}].title`}
              label={t('place.title')}
              value={entry.title}
              onChange={(title) => change({ title })}
            />
            <PlaceLines
              place={`capacity[${at}].serviceItems`}
              label={t('place.serviceItems')}
              value={entry.serviceItems}
              onChange={(serviceItems) => change({ serviceItems })}
            />
            <PlaceText
              place={`capacity[${at}].perDay`}
              label={t('place.perDay')}
              value={entry.perDay}
              onChange={(perDay) => change({ perDay })}
            />
            <PlaceText
              place={`capacity[${at}].warnAt`}
              label={t('place.warnAt')}
              value={entry.warnAt}
              onChange={(warnAt) => change({ warnAt })}
            />
            <ActionIcon
              variant="default"
              aria-label={t('removeCapacity', { title: entry.title })}
              onClick={() => edit({ capacity: capacity.filter((_, index) => index !== at) })}
            >
              <IconTrash size={15} aria-hidden />
            </ActionIcon>
          </div>
        );
      })}
      <PartFault place="capacity" />
      <Button
        variant="default"
        leftSection={<IconPlus size={15} aria-hidden />}
        onClick={() =>
          edit({ capacity: [...capacity, { title: '', serviceItems: '', perDay: '', warnAt: '' }] })
        }
      >
        {t('addCapacity')}
      </Button>
    </>
  );
}
