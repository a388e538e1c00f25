import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { category, level, opdCode, team, ticketKind } from '#shared/domain/codes.ts';
import { opdSchema, userSchema } from '#shared/domain/reference.ts';
import { calendarDaysSchema } from '#shared/sla/hours.ts';

const words = z.array(z.string()).min(1);

const officeSchema = opdSchema.extend({ apps: words, units: words, rooms: words });
export type DemoOffice = z.infer<typeof officeSchema>;

const personSchema = userSchema.omit({ id: true, active: true });

/** What happens in one kind of ticket, with several wordings; `{…}` is filled in per ticket. */
const storySchema = z.strictObject({
  kind: ticketKind,
  category,
  serviceItem: z.string(),
  weight: z.number().positive(),
  titles: words,
  descriptions: words,
  urgency: z.array(level).min(1),
  impact: z.array(level).min(1),
  team,
  /** How often it needs a technician, 0 to 1. */
  escalate: z.number().min(0).max(1),
  checks: words,
  tried: words,
  investigation: words,
  causes: words,
  solutions: words,
  waits: z.array(z.string()),
  alwaysAvailable: z.boolean(),
});
export type Story = z.infer<typeof storySchema>;

const phrasesSchema = z.strictObject({
  firstNames: words,
  lastNames: words,
  positions: words,
  acknowledgements: words,
  informs: words,
  fulfilments: words,
  closings: words,
  resumed: words,
  reopenings: words,
  repairs: words,
  cancellations: words,
  returns: words,
  notes: words,
  hardware: words,
});
export type Phrases = z.infer<typeof phrasesSchema>;

/** Days off and hours that one of the offices has of its own. */
const ownDaysSchema = z.strictObject({ opd: opdCode, days: calendarDaysSchema });
export type OwnDays = z.infer<typeof ownDaysSchema>;

export interface DemoDefinitions {
  readonly offices: readonly DemoOffice[];
  readonly ownDays: OwnDays;
  readonly people: readonly z.infer<typeof personSchema>[];
  readonly incidents: readonly Story[];
  readonly requests: readonly Story[];
  readonly phrases: Phrases;
}

function read<T>(name: string, schema: z.ZodType<T>): T {
  const url = new URL(`../../resources/demo/${name}.json`, import.meta.url);
  return schema.parse(JSON.parse(readFileSync(url, 'utf8')));
}

/** The names and texts of the demo, from `resources/demo`. Throws when a file is not what it should be. */
export function loadDemoDefinitions(): DemoDefinitions {
  return {
    offices: read('offices', z.array(officeSchema).min(1)),
    ownDays: read('calendars', ownDaysSchema),
    people: read('people', z.array(personSchema).min(1)),
    incidents: read('stories-incident', z.array(storySchema).min(1)),
    requests: read('stories-request', z.array(storySchema).min(1)),
    phrases: read('phrases', phrasesSchema),
  };
}

/** A text with its `{…}` filled in; an unknown one is a mistake in the definitions. */
export function fill(text: string, slots: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (_match, name: string) => {
    const value = slots[name];
    if (value === undefined) throw new Error(`no such slot: ${name} in "${text}"`);
    return value;
  });
}

/** One of several wordings; lists of a story run in parallel, so that cause, investigation and solution fit each other. */
export function wording(list: readonly string[], variant: number): string {
  return list[variant % list.length] ?? '';
}
