import { monthsUpTo } from '../../ui/month-name.ts';

const monthsOffered = 36;

/** The latest months (`yyyy-mm`), newest first, beginning with the present one. */
export function monthChoices(present: string): readonly string[] {
  return monthsUpTo(present, monthsOffered);
}
