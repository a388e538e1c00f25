import type { Language } from '../../i18n/i18n.ts';

const formats: Readonly<Record<Language, Intl.NumberFormat>> = {
  id: new Intl.NumberFormat('id-ID', { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  en: new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
};

/** A share from 0 to 1 as the percentage that is shown: to one decimal. */
export function shownPercent(rate: number): number {
  return Math.round(rate * 1000) / 10;
}

/** `93,5 %` of a share from 0 to 1, always with one decimal; a dash where nothing was decided. */
export function formatRate(rate: number | null, language: Language): string {
  return rate === null ? '–' : `${formats[language].format(shownPercent(rate))}\u00a0%`;
}
