import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { PackWords } from './pack-words.ts';

const values = z.array(z.union([z.string(), z.number(), z.boolean()]));
/** The parts of a target that only its file changes, as far as they are told. */
const told = z.object({
  appliesTo: z.record(z.string(), values).optional(),
  start: z.union([z.literal('reported'), z.object({ step: z.string() })]).default('reported'),
  stop: z.union([z.enum(['response', 'resolved', 'closed']), z.object({ step: z.string() })]),
  except: z.array(z.object({ when: z.record(z.string(), values), use: z.string() })).default([]),
});

/** What a target begins and ends with, for whom it is, and when another calendar holds: sentences to read. */
export function useTargetFacts(
  rest: Readonly<Record<string, unknown>>,
  words: PackWords,
  titles: { readonly step?: (step: string) => string; readonly calendar?: (name: string) => string } = {},
): readonly string[] {
  const { t } = useTranslation('settings');
  const read = told.safeParse(rest);
  if (!read.success) return [];
  const { appliesTo, start, stop, except } = read.data;
  const step = (name: string) => titles.step?.(name) ?? name;
  return [
    ...(appliesTo === undefined ? [] : [t('target.appliesTo', { condition: words.condition(appliesTo) })]),
    start === 'reported' ? t('target.fromReport') : t('target.fromStep', { step: step(start.step) }),
    typeof stop === 'string' ? t(`target.until.${stop}`) : t('target.untilStep', { step: step(stop.step) }),
    ...except.map(({ when, use }) =>
      t('target.except', { condition: words.condition(when), calendar: titles.calendar?.(use) ?? use }),
    ),
  ];
}
