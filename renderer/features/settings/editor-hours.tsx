import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { paths } from '../../ui/paths.ts';
import editorClasses from './editor.module.css';
import { usePackEditor, withItem } from './editor-context.tsx';
import { PartFault, PlaceText } from './editor-fields.tsx';
import { openMinutes, type WeekText, weekdays } from './hours-text.ts';
import classes from './settings.module.css';
import viewClasses from './view.module.css';

const minuteMs = 60_000;

/** Opening hours of each calendar, a line a weekday. */
export function HoursTab() {
  const { t } = useTranslation('settings');
  const { form, edit } = usePackEditor();
  return (
    <div className={editorClasses.wide}>
      <p className={classes.hint}>
        {t('help.hours')} <Link href={paths.calendars}>{t('help.hoursDaysOff')}</Link>
      </p>
      <div className={viewClasses.cards}>
        {form.calendars.map((calendar, at) => (
          <fieldset key={calendar.name} className={editorClasses.card}>
            <legend>{calendar.title || calendar.name}</legend>
            <PlaceText
              place={`calendars.${calendar.name}.title`}
              label={t('calendarTitle')}
              value={calendar.title}
              onChange={(title) => edit({ calendars: withItem(form.calendars, at, { title }) })}
            />
            {calendar.always ? (
              <p className={classes.hint}>{t('alwaysOpen')}</p>
            ) : (
              <WeekFields
                place={`calendars.${calendar.name}.hours`}
                week={calendar.hours}
                onChange={(hours) => edit({ calendars: withItem(form.calendars, at, { hours }) })}
              />
            )}
          </fieldset>
        ))}
      </div>
    </div>
  );
}

interface WeekFieldsProps {
  readonly place: string;
  readonly week: WeekText;
  onChange(week: WeekText): void;
}

function WeekFields({ place, week, onChange }: WeekFieldsProps) {
  const { t } = useTranslation('settings');
  return (
    <div className={editorClasses.week}>
      {weekdays.map((day) => (
        <div key={day} className={editorClasses.weekday}>
          <span aria-hidden>{t(`weekday.${day}`)}</span>
          <PlaceText
            place={`${place}.${day}`}
            label={t('hoursOf', { day: t(`weekday.${day}`) })}
            isLabelHidden
            value={week[day]}
            onChange={(text) => onChange({ ...week, [day]: text })}
          />
          <DaySum text={week[day]} />
        </div>
      ))}
      <PartFault place={place} />
    </div>
  );
}

/** How long a day is open, so that a slip of the pen is seen. */
export function DaySum({ text }: { readonly text: string }) {
  const { t } = useTranslation('settings');
  const format = useOfficeFormat();
  const minutes = openMinutes(text);
  return (
    <span className={editorClasses.daySum}>
      {minutes === null ? '' : minutes === 0 ? t('dayClosed') : format.duration(minutes * minuteMs)}
    </span>
  );
}
