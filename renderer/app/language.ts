import i18next from 'i18next';
import { type Language, languages } from '../i18n/i18n.ts';

const key = 'tanggap.language';

/** The language chosen on this device; Indonesian where none was. */
export function rememberedLanguage(): Language {
  const stored = localStorage.getItem(key);
  return languages.find((language) => language === stored) ?? 'id';
}

/** Switches the screens and remembers the choice on this device. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(key, language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}
