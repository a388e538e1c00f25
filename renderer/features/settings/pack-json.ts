import { durationOfForm, readDecimal, readWhole } from './duration-form.ts';
import { readWeek } from './hours-text.ts';
import type { PackForm } from './pack-form.ts';

/** The form's fields as the JSON of a pack. What cannot be read goes along as typed, so that the schema names its place. */

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const listed = (text: string): string[] =>
  text
    .split(/[;\s]+/)
    .map((part) => part.replace(/%$/, ''))
    .filter((part) => part !== '');

/** 0.5 of `50`; the text itself where it is no number. */
function share(text: string): number | string {
  const value = readDecimal(text.trim().replace(/\s*%$/, ''));
  return value === null ? text : Number((value / 100).toPrecision(12));
}

const whole = (text: string): number | string => readWhole(text) ?? text;

const recordOf = <V>(pairs: readonly { readonly key: string; readonly value: V }[]): Record<string, V> =>
  Object.fromEntries(pairs.map(({ key, value }) => [key, value]));

function criteriaOf(rows: PackForm['criteria']): Record<string, Record<string, string[]>> {
  const criteria: Record<string, Record<string, string[]>> = {};
  for (const { fact, value, lines: text } of rows)
    criteria[fact] = { ...criteria[fact], [value]: lines(text) };
  return criteria;
}

function targetJson({ rest, durations, calendar, warnings, ...target }: PackForm['targets'][number]) {
  const { by, except, ...others } = rest;
  const of = recordOf(durations.map(({ key, duration }) => ({ key, value: durationOfForm(duration) })));
  return {
    ...others,
    ...target,
    durations: { by, of },
    calendar: { default: calendar, except },
    warnings: listed(warnings).map(share),
  };
}

/** The pack of a form under a name and version; not checked (see `readPolicyPack`). */
export function packJsonOf(form: PackForm, name: string, version: number): Record<string, unknown> {
  const { completeness } = form;
  return {
    name,
    version,
    title: form.title,
    source: form.source,
    timeZone: form.timeZone,
    calendars: recordOf(
      form.calendars.map(({ name: key, title, always, hours, rest }) => ({
        key,
        value: { title, always, hours: readWeek(hours), ...rest },
      })),
    ),
    priority: {
      by: form.priorityBy,
      cells: recordOf(form.cells.map(({ key, value }) => ({ key, value: whole(value) }))),
    },
    targets: form.targets.map(targetJson),
    labels: {
      states: recordOf(form.labels.states),
      priorities: recordOf(form.labels.priorities),
      levels: form.labels.levels,
    },
    criteria: criteriaOf(form.criteria),
    escalation: form.escalation,
    steps: form.steps,
    ...(completeness === null
      ? {}
      : {
          completeness: {
            within: durationOfForm(completeness.within),
            warnDays: listed(completeness.warnDays).map(whole),
            reason: completeness.reason,
          },
        }),
    notifications: {
      ladder: form.ladder.map(({ at, tell, metrics }) => ({
        at: share(at),
        tell,
        ...(metrics === null ? {} : { metrics }),
      })),
      ...(form.workingHours === '' ? {} : { workingHours: form.workingHours }),
      mails: form.mails,
    },
    capacity: form.capacity.map(({ title, serviceItems, perDay, warnAt }) => ({
      title,
      serviceItems: lines(serviceItems),
      perDay: whole(perDay),
      warnAt: whole(warnAt),
    })),
    rulings: lines(form.rulings),
  };
}
