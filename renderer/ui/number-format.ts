import type { Language } from '../i18n/i18n.ts';

const formats: Readonly<Record<Language, Intl.NumberFormat>> = {
  id: new Intl.NumberFormat('id-ID', { maximumFractionDigits: 1 }),
  en: new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 }),
};

/** `1.234,5` in Indonesian, `1,234.5` in English; at most one decimal. */
export function formatNumber(value: number, language: Language): string {
  return formats[language].format(value);
}
