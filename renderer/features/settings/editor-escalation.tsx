import { ActionIcon, Button } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { recipient } from '#shared/sla/pack.ts';
import editorClasses from './editor.module.css';
import { useFormWords, usePackEditor, withItem } from './editor-context.tsx';
import { PlaceChoice, PlaceMany, PlaceText } from './editor-fields.tsx';
import classes from './settings.module.css';

const occasions = ['opened', 'assigned', 'resolved', 'closed'] as const;

/** Who stands on each level, who is told at which share of the time, and which mails are sent. */
export function EscalationTab() {
  const { t } = useTranslation('settings');
  const { form, edit } = usePackEditor();
  const words = useFormWords();
  const people = recipient.options.map((value) => ({
    value,
    label: words.recipient(value, form.escalation),
  }));
  return (
    <div className={editorClasses.wide}>
      <h3 className={classes.part}>{t('place.escalation')}</h3>
      <div className={editorClasses.lines}>
        {form.escalation.map(({ level, title, helpedBy }, at) => (
          <div key={level} className={editorClasses.levelLine}>
            <PlaceText
              place={`escalation[${at}].title`}
              label={t('levelTitle', { number: level })}
              value={title}
              onChange={(text) => edit({ escalation: withItem(form.escalation, at, { title: text }) })}
            />
            <PlaceText
              place={`escalation[${at}].helpedBy`}
              label={t('levelHelpedBy', { number: level })}
              value={helpedBy}
              onChange={(text) => edit({ escalation: withItem(form.escalation, at, { helpedBy: text }) })}
            />
          </div>
        ))}
      </div>
      <Ladder people={people} />
      <div className={editorClasses.pair}>
        <PlaceChoice
          place="notifications.workingHours"
          label={t('place.workingHours')}
          help={t('help.workingHours')}
          value={form.workingHours}
          choices={[
            { value: '', label: t('anyHour') },
            ...form.calendars.map(({ name, title }) => ({ value: name, label: title || name })),
          ]}
          onChange={(workingHours) => edit({ workingHours })}
        />
      </div>
      <h3 className={classes.part}>{t('place.mails')}</h3>
      <div className={editorClasses.pair}>
        {occasions.map((occasion) => (
          <PlaceMany
            key={occasion}
            place={`notifications.mails.${occasion}`}
            label={words.occasion(occasion)}
            value={form.mails[occasion]}
            choices={people}
            placeholder={t('nobody')}
            onChange={(tell) => edit({ mails: { ...form.mails, [occasion]: tell } })}
          />
        ))}
      </div>
    </div>
  );
}

function Ladder({ people }: { readonly people: readonly { value: string; label: string }[] }) {
  const { t } = useTranslation('settings');
  const { form, edit } = usePackEditor();
  const metrics = form.targets.map(({ title, rest }) => ({ value: String(rest.metric), label: title }));
  const change = (ladder: typeof form.ladder) => edit({ ladder });
  return (
    <>
      <h3 className={classes.part}>{t('place.ladder')}</h3>
      <p className={classes.hint}>{t('help.ladder')}</p>
      <div className={editorClasses.lines}>
        <div className={editorClasses.ladderLine} aria-hidden>
          <span className={editorClasses.label}>{t('place.at')}</span>
          <span className={editorClasses.label}>{t('place.tell')}</span>
          <span className={editorClasses.label}>{t('place.metrics')}</span>
        </div>
        {form.ladder.map((step, at) => {
          const number = at + 1;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step has no name of its own, and is never moved
            <div key={at} className={editorClasses.ladderLine}>
              <PlaceText
                place={`notifications.ladder[${at}].at`}
                label={t('ladderAt', { number })}
                isLabelHidden
                unit="%"
                value={step.at}
                onChange={(text) => change(withItem(form.ladder, at, { at: text }))}
              />
              <PlaceMany
                place={`notifications.ladder[${at}].tell`}
                label={t('ladderTell', { number })}
                isLabelHidden
                value={step.tell}
                choices={people}
                onChange={(tell) => change(withItem(form.ladder, at, { tell }))}
              />
              <PlaceMany
                place={`notifications.ladder[${at}].metrics`}
                label={t('ladderMetrics', { number })}
                isLabelHidden
                value={step.metrics ?? []}
                choices={metrics}
                placeholder={t('everyTarget')}
                onChange={(chosen) =>
                  change(withItem(form.ladder, at, { metrics: chosen.length === 0 ? null : chosen }))
                }
              />
              <ActionIcon
                variant="default"
                aria-label={t('removeStep', { number })}
                onClick={() => change(form.ladder.filter((_, index) => index !== at))}
              >
                <IconTrash size={15} aria-hidden />
              </ActionIcon>
            </div>
          );
        })}
      </div>
      <Button
        variant="default"
        leftSection={<IconPlus size={15} aria-hidden />}
        onClick={() => change([...form.ladder, { at: '150', tell: ['supervisor'], metrics: null }])}
      >
        {t('addStep')}
      </Button>
    </>
  );
}
