import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en/index.ts';
import { id } from './id/index.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'everywhere';
    resources: typeof id;
  }
}

export const languages = ['id', 'en'] as const;
export type Language = (typeof languages)[number];

/** Starts the translations with both languages in the bundle: switching needs no network. */
export async function startTranslations(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'id',
    resources: { id, en },
    ns: Object.keys(id),
    defaultNS: 'everywhere',
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
}

/** The language on screen now. */
export function currentLanguage(): Language {
  return i18next.language === 'en' ? 'en' : 'id';
}
