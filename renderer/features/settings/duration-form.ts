import { z } from 'zod';
import { type Duration, durationMsOf } from '#shared/sla/duration.ts';

/**
 * A duration as it is typed. `open`: hours and minutes of the target's calendar; `months`: calendar months;
 * `orClosing`: hours and minutes for what starts within open hours, else until the next closing time.
 */
export const durationFormSchema = z.object({
  kind: z.enum(['open', 'months', 'orClosing']),
  hours: z.string(),
  minutes: z.string(),
  months: z.string(),
});
export type DurationForm = z.infer<typeof durationFormSchema>;

const minuteMs = 60_000;

/** `1,5` of 1.5: numbers in fields have a comma, in both languages. */
export function decimalText(value: number): string {
  return String(Number(value.toPrecision(12))).replace('.', ',');
}

/** The number of `1,5` or `1.5`; null for anything else. */
export function readDecimal(text: string): number | null {
  return /^\d+(?:[.,]\d+)?$/.test(text.trim()) ? Number(text.trim().replace(',', '.')) : null;
}

/** The whole number of a text; null for anything else. */
export function readWhole(text: string): number | null {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text.trim()) : null;
}

function fixedForm(text: string): { hours: string; minutes: string } {
  const ms = durationMsOf(text) ?? 0;
  const hours = Math.floor(ms / (60 * minuteMs));
  const minutes = (ms - hours * 60 * minuteMs) / minuteMs;
  return { hours: hours === 0 ? '' : String(hours), minutes: minutes === 0 ? '' : decimalText(minutes) };
}

export function durationFormOf(duration: Duration): DurationForm {
  const none = { hours: '', minutes: '', months: '' };
  if (typeof duration === 'string') return { ...none, kind: 'open', ...fixedForm(duration) };
  if ('months' in duration) return { ...none, kind: 'months', months: String(duration.months) };
  return { ...none, kind: 'orClosing', ...fixedForm(duration.startedOpen) };
}

/** ISO 8601 of typed hours and minutes; what was typed where that is no duration, for the schema to refuse. */
function fixedOf({ hours, minutes }: DurationForm): string {
  const wholeHours = hours.trim() === '' ? 0 : readWhole(hours);
  const someMinutes = minutes.trim() === '' ? 0 : readDecimal(minutes);
  if (wholeHours === null || someMinutes === null) return `${hours} ${minutes}`;
  const seconds = Math.round(wholeHours * 3600 + someMinutes * 60);
  const parts = [
    [Math.floor(seconds / 3600), 'H'],
    [Math.floor((seconds % 3600) / 60), 'M'],
    [seconds % 60, 'S'],
  ] as const;
  return `PT${parts.map(([amount, unit]) => (amount === 0 ? '' : `${amount}${unit}`)).join('')}`;
}

/** The duration as a pack writes it; not checked. */
export function durationOfForm(form: DurationForm): unknown {
  if (form.kind === 'months') return { months: readWhole(form.months) ?? 0 };
  const fixed = fixedOf(form);
  return form.kind === 'open' ? fixed : { startedOpen: fixed, startedClosed: 'nextClosing' };
}
