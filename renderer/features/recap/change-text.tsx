import { currentLanguage } from '../../i18n/i18n.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { formatRate } from './rate-format.ts';
import type { ComparedLine } from './recap-lines.ts';

/** `93,5 %`; a dash where nothing was decided. */
export function useRateText(): (rate: number | null) => string {
  return (rate) => formatRate(rate, currentLanguage());
}

/** The change against the period before: `+12`, `−3`, `0`, in points for rates; a dash where there is nothing to compare. */
export function useChangeText(): (line: ComparedLine) => string {
  const format = useOfficeFormat();
  return ({ kind, present, previous }) => {
    if (present === null || previous === null) return '–';
    const factor = kind === 'rate' ? 100 : 1;
    const change = Math.round((present - previous) * factor * 10) / 10;
    const sign = change > 0 ? '+' : change < 0 ? '−' : '±';
    const unit = kind === 'rate' ? ' poin' : '';
    return change === 0 ? `0${unit}` : `${sign}${format.number(Math.abs(change))}${unit}`;
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
