import { useTranslation } from 'react-i18next';
import { currentLanguage } from '../../i18n/i18n.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { formatRate } from './rate-format.ts';
import { type ComparedLine, changeOf } from './recap-lines.ts';

/** `93,5 %`; a dash where nothing was decided. */
export function useRateText(): (rate: number | null) => string {
  return (rate) => formatRate(rate, currentLanguage());
}

/** The change against the period before: `+12`, `−3`, `0`, in points for rates; a dash where there is nothing to compare. */
export function useChangeText(): (line: ComparedLine) => string {
  const { t } = useTranslation('recap');
  const format = useOfficeFormat();
  return (line) => {
    const change = changeOf(line);
    if (change === null) return '–';
    const sign = change > 0 ? '+' : change < 0 ? '−' : '';
    const figure = `${sign}${format.number(Math.abs(change))}`;
    return line.kind === 'rate' ? t('points', { change: figure }) : figure;
  };
}

/** `useChangeText` as an element, with the figure it compares with. */
export function ChangeText({ line }: { readonly line: ComparedLine }) {
  const format = useOfficeFormat();
  const sayRate = useRateText();
  const change = useChangeText()(line);
  if (line.previous === null) return change;
  const before = line.kind === 'rate' ? sayRate(line.previous) : format.number(line.previous);
  return `${change} (${before})`;
}
