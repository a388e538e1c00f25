import type { WeekHours } from '#shared/sla/hours.ts';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type WeekdayName = (typeof weekdays)[number];

/** The hours of each weekday as people write them; a day that is not worked is empty. */
export type WeekText = Readonly<Record<WeekdayName, string>>;

type Blocks = readonly (readonly [string, string])[];

const clock = /^(\d{1,2})(?:[.:](\d{2}))?$/;

/** `08:00` of `8`, `8.00`, `08:00`; anything else stays as it was typed, for the schema to refuse. */
function clockOf(text: string): string {
  const match = clock.exec(text.trim());
  if (match === null) return text.trim();
  return `${(match[1] ?? '').padStart(2, '0')}:${match[2] ?? '00'}`;
}

/** `08.00–12.00, 13.00–16.00` of blocks of `HH:MM`. */
export function blocksText(blocks: Blocks | undefined): string {
  return (blocks ?? []).map(([from, to]) => `${from.replace(':', '.')}–${to.replace(':', '.')}`).join(', ');
}

/** Blocks of `08.00–12.00, 13.00–16.00`; what cannot be read is kept as it is, so that the schema names the fault. */
export function readBlocks(text: string): [string, string][] {
  return text
    .split(/[,;]/)
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [from = '', to = '', ...rest] = part.split(/\s*(?:[-–—]|s\.?d\.?)\s*/);
      return rest.length > 0 ? [part.trim(), ''] : [clockOf(from), clockOf(to)];
    });
}

export function weekText(week: WeekHours): WeekText {
  const text = (day: WeekdayName) => blocksText(week[day]);
  return {
    mon: text('mon'),
    tue: text('tue'),
    wed: text('wed'),
    thu: text('thu'),
    fri: text('fri'),
    sat: text('sat'),
    sun: text('sun'),
  };
}

/** The week as a pack writes it; days without hours are left out. Not checked. */
export function readWeek(text: WeekText): Partial<Record<WeekdayName, [string, string][]>> {
  const days = weekdays.map((day) => [day, readBlocks(text[day])] as const);
  return Object.fromEntries(days.filter(([, blocks]) => blocks.length > 0));
}

/** Open minutes of a day as typed; null while the text cannot be read. */
export function openMinutes(text: string): number | null {
  let total = 0;
  for (const [from, to] of readBlocks(text)) {
    const ends = [from, to].map((end) => {
      const match = /^(\d{2}):(\d{2})$/.exec(end);
      return match === null ? Number.NaN : Number(match[1]) * 60 + Number(match[2]);
    });
    const [start = Number.NaN, end = Number.NaN] = ends;
    if (!(end > start)) return null;
    total += end - start;
  }
  return total;
}
