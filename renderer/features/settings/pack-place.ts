import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { Fault } from './fault.ts';
import type { PackForm } from './pack-form.ts';
import { usePackWords } from './pack-words.ts';

/** The tabs of the editor. */
export const editorTabs = [
  'general',
  'hours',
  'targets',
  'priority',
  'labels',
  'escalation',
  'procedure',
  'file',
  'publish',
] as const;
export type EditorTab = (typeof editorTabs)[number];

/** Parts of a path as `readPolicyPack` writes it: `targets[0].title` is `targets`, `0`, `title`. */
export function pathParts(path: string): readonly string[] {
  return path.split(/[.[\]]+/).filter((part) => part !== '');
}

const tabs: Readonly<Record<string, EditorTab>> = {
  title: 'general',
  source: 'general',
  timeZone: 'general',
  rulings: 'general',
  calendars: 'hours',
  targets: 'targets',
  priority: 'priority',
  criteria: 'priority',
  labels: 'labels',
  escalation: 'escalation',
  notifications: 'escalation',
  steps: 'procedure',
  completeness: 'procedure',
  capacity: 'procedure',
};

/** The tab on which a place of the pack is edited; what has no field is edited in the file. */
export function tabOf(path: string): EditorTab {
  return tabs[pathParts(path)[0] ?? ''] ?? 'file';
}

/** True where `path` is the place itself or lies within it. */
export function isWithin(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[`);
}

/** The first fault of a place. */
export function faultAt(faults: readonly Fault[], place: string): Fault | undefined {
  return faults.find(({ path }) => isWithin(path, place));
}

const place = z.enum([
  'name',
  'title',
  'source',
  'timeZone',
  'rulings',
  'calendars',
  'hours',
  'targets',
  'durations',
  'calendar',
  'except',
  'comparison',
  'pausedByWaiting',
  'warnings',
  'appliesTo',
  'start',
  'stop',
  'metric',
  'priority',
  'cells',
  'criteria',
  'labels',
  'states',
  'priorities',
  'levels',
  'escalation',
  'helpedBy',
  'notifications',
  'ladder',
  'at',
  'tell',
  'metrics',
  'workingHours',
  'mails',
  'steps',
  'on',
  'completeness',
  'within',
  'warnDays',
  'reason',
  'capacity',
  'serviceItems',
  'perDay',
  'warnAt',
]);
const weekday = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);

/** Names a place of a pack as its fields are named: `Target › Waktu respons › Lama › Tinggi (1)`. */
export function usePlaceWords(form: PackForm): (path: string) => string {
  const { t } = useTranslation('settings');
  const words = usePackWords({
    levels: form.labels.levels,
    priorities: Object.fromEntries(form.labels.priorities.map(({ key, value }) => [key, value])),
  });
  const sayPart = (parts: readonly string[], at: number): string | null => {
    const part = parts[at] ?? '';
    const before = parts[at - 1] ?? '';
    if (parts[0] === 'targets' && at === 1) return form.targets[Number(part)]?.title ?? part;
    if (parts[0] === 'calendars' && at === 1)
      return form.calendars.find(({ name }) => name === part)?.title || part;
    if (before === 'hours') {
      const day = weekday.safeParse(part);
      return day.success ? t(`weekday.${day.data}`) : part;
    }
    // `of` and `default` have no field of their own, nor have the blocks of a day.
    if (part === 'of' || part === 'default' || parts[at - 2] === 'hours' || parts[at - 3] === 'hours')
      return null;
    if (before === 'of') {
      if (part === '*') return null;
      const by = form.targets[Number(parts[1])]?.rest.by;
      return words.key(Array.isArray(by) ? by.map(String) : [], part);
    }
    if (before === 'cells') return words.key(form.priorityBy, part);
    if (before === 'states') return words.state(part);
    if (before === 'priorities') return part;
    if (before === 'levels') return words.value('level', part);
    if (before === 'mails') return words.occasion(part);
    if (parts[0] === 'criteria' && at === 1) return words.fact(part);
    if (parts[0] === 'criteria' && at === 2) return words.value(parts[1] ?? '', part);
    if (/^\d+$/.test(part)) return String(Number(part) + 1);
    const known = place.safeParse(part);
    return known.success ? t(`place.${known.data}`) : part;
  };
  return (path) => {
    const parts = pathParts(path);
    if (parts.length === 0) return t('place.file');
    return parts
      .map((_, at) => sayPart(parts, at))
      .filter((part) => part !== null)
      .join(' › ');
  };
}
