import { useTranslation } from 'react-i18next';
import editorClasses from './editor.module.css';
import { usePackEditor } from './editor-context.tsx';
import { PlaceChoice, PlaceLines, PlaceText } from './editor-fields.tsx';

const zones = [
  { value: 'Asia/Jakarta', label: 'WIB (Asia/Jakarta)' },
  { value: 'Asia/Makassar', label: 'WITA (Asia/Makassar)' },
  { value: 'Asia/Jayapura', label: 'WIT (Asia/Jayapura)' },
];

/** Title, source, zone, and what was decided where the source is silent. */
export function GeneralTab() {
  const { t } = useTranslation('settings');
  const { form, edit } = usePackEditor();
  const isKnown = zones.some(({ value }) => value === form.timeZone);
  return (
    <div className={editorClasses.narrow}>
      <PlaceText
        place="title"
        label={t('place.title')}
        value={form.title}
        onChange={(title) => edit({ title })}
      />
      <PlaceText
        place="source"
        label={t('place.source')}
        help={t('help.source')}
        value={form.source}
        onChange={(source) => edit({ source })}
      />
      <PlaceChoice
        place="timeZone"
        label={t('place.timeZone')}
        value={form.timeZone}
        choices={isKnown ? zones : [...zones, { value: form.timeZone, label: form.timeZone }]}
        onChange={(timeZone) => edit({ timeZone })}
      />
      <PlaceLines
        place="rulings"
        label={t('place.rulings')}
        help={t('help.rulings')}
        value={form.rulings}
        onChange={(rulings) => edit({ rulings })}
      />
    </div>
  );
}
