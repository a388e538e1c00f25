import type { z } from 'zod';
import { daysAtFault } from './days-at-fault.ts';
import { valuesOf } from './fact-values.ts';
import { flaw, type IssueValues, type PackIssueCode } from './issues.ts';
import { ANY, type Condition, type FactName, type PolicyPack, type TargetDefinition } from './pack-parts.ts';

/** What the parts of a pack must have to do with one another. Every issue names the place that is to be changed. */

type Path = readonly (string | number)[];
type Report = (path: Path, code: PackIssueCode, message: string, values?: IssueValues) => void;

/** Refinement of the whole pack, once every part has the right form. */
export function checkPack(pack: PolicyPack, context: z.RefinementCtx): void {
  const report: Report = (path, code, message, values) =>
    context.addIssue({ code: 'custom', path: [...path], ...flaw(code, message, values) });
  const priorities = [...new Set(Object.values(pack.priority.cells))];
  for (const [name, calendar] of Object.entries(pack.calendars)) {
    for (const { path, ...found } of daysAtFault(calendar)) {
      context.addIssue({ code: 'custom', path: ['calendars', name, ...path], ...found });
    }
  }
  checkMatrix(pack, report);
  const metrics = new Set<string>();
  pack.targets.forEach((target, index) => {
    const path = ['targets', index];
    if (metrics.has(target.metric)) {
      const { metric } = target;
      report([...path, 'metric'], 'metric_twice', `second target for ${metric}`, { metric });
    }
    metrics.add(target.metric);
    checkCalendars(pack, target, path, report);
    checkFacts(target, priorities, path, report);
    checkMilestones(pack, target, path, report);
  });
  checkLists(pack, report);
  checkNotifications(pack, metrics, report);
}

function checkMatrix({ priority: { by, cells }, labels }: PolicyPack, report: Report): void {
  for (const [key, priority] of Object.entries(cells)) {
    const path = ['priority', 'cells', key];
    checkKey(key, by, [], path, report);
    if (!Object.hasOwn(labels.priorities, String(priority))) {
      report(path, 'priority_without_label', `priority ${priority} has no label`, { priority });
    }
  }
}

function checkCalendars(pack: PolicyPack, { calendar }: TargetDefinition, path: Path, report: Report): void {
  const named = (name: string, place: Path): void => {
    if (Object.hasOwn(pack.calendars, name)) return;
    report([...path, 'calendar', ...place], 'calendar_unknown', `no calendar ${name}`, { calendar: name });
  };
  named(calendar.default, ['default']);
  calendar.except.forEach(({ use }, place) => {
    named(use, ['except', place, 'use']);
  });
}

function checkFacts(target: TargetDefinition, priorities: number[], path: Path, report: Report): void {
  const { by, of } = target.durations;
  for (const key of Object.keys(of)) {
    if (by.length === 0 && key === ANY) continue;
    checkKey(key, by, priorities, [...path, 'durations', 'of', key], report);
  }
  if (Object.keys(of).length === 0) report([...path, 'durations', 'of'], 'list_empty', 'no duration');
  if (target.appliesTo) checkCondition(target.appliesTo, priorities, [...path, 'appliesTo'], report);
  target.calendar.except.forEach(({ when }, place) => {
    checkCondition(when, priorities, [...path, 'calendar', 'except', place, 'when'], report);
  });
}

/** A key of a table: as many values as facts, joined with `/`, each one that its fact can have. */
function checkKey(
  key: string,
  by: readonly FactName[],
  priorities: number[],
  path: Path,
  report: Report,
): void {
  const parts = key.split('/');
  if (parts.length !== by.length) {
    const facts = by.join('/');
    report(path, 'key_parts', `key does not name ${facts}`, { facts });
    return;
  }
  by.forEach((fact, index) => {
    const value = parts[index] ?? '';
    const allowed = valuesOf(fact, priorities).map(String);
    if (!allowed.includes(value)) reportValue(fact, value, allowed, path, report);
  });
}

function checkCondition(condition: Condition, priorities: number[], path: Path, report: Report): void {
  for (const [name, wanted] of Object.entries(condition)) {
    const fact = name as FactName;
    const allowed = valuesOf(fact, priorities);
    wanted.forEach((value, index) => {
      if (allowed.includes(value)) return;
      reportValue(fact, JSON.stringify(value), allowed.map(String), [...path, fact, index], report);
    });
  }
}

function reportValue(fact: FactName, value: string, allowed: string[], path: Path, report: Report): void {
  const list = allowed.join(', ');
  const values = { fact, value, allowed: list };
  report(path, 'value_impossible', `${fact} cannot be ${value} (one of ${list})`, values);
}

/** Without milestones of its own a pack may name any: they are then told from outside. */
function checkMilestones({ steps }: PolicyPack, target: TargetDefinition, path: Path, report: Report): void {
  const start = typeof target.start === 'object' ? target.start.step : null;
  const stop = typeof target.stop === 'object' ? target.stop.step : null;
  const known = new Set(steps.map(({ step }) => step));
  const check = (step: string | null, place: string): void => {
    if (step === null || steps.length === 0 || known.has(step)) return;
    report([...path, place, 'step'], 'step_unknown', `no step ${step}`, { step });
  };
  check(start, 'start');
  check(stop, 'stop');
  if (start !== null && start === stop) {
    report([...path, 'stop', 'step'], 'stops_where_it_starts', `starts at step ${start} too`, {
      step: start,
    });
  }
}

function checkLists({ steps, escalation, capacity }: PolicyPack, report: Report): void {
  const names = steps.map(({ step }) => step);
  names.forEach((step, index) => {
    if (names.indexOf(step) === index) return;
    report(['steps', index, 'step'], 'step_twice', `second step ${step}`, { step });
  });
  const levels = escalation.map(({ level }) => level);
  levels.forEach((level, index) => {
    if (levels.indexOf(level) === index) return;
    report(['escalation', index, 'level'], 'level_twice', `second level ${level}`, { level });
  });
  capacity.forEach(({ perDay, warnAt }, index) => {
    if (warnAt <= perDay) return;
    const values = { warnAt, perDay };
    report(['capacity', index, 'warnAt'], 'warns_above_capacity', `above ${perDay} a day`, values);
  });
}

function checkNotifications(pack: PolicyPack, metrics: ReadonlySet<string>, report: Report): void {
  const { ladder, workingHours } = pack.notifications;
  const path = ['notifications'];
  ladder.forEach((rung, index) => {
    const percent = rung.at * 100;
    // A step is named by its percentage, so two of them must not round to the same.
    if (Math.abs(percent - Math.round(percent)) > 1e-6 || percent < 1) {
      const values = { share: rung.at };
      report([...path, 'ladder', index, 'at'], 'share_not_whole', 'not a whole percentage', values);
    }
    rung.metrics?.forEach((metric, place) => {
      if (metrics.has(metric)) return;
      const at = [...path, 'ladder', index, 'metrics', place];
      report(at, 'metric_unknown', `no target for ${metric}`, { metric });
    });
  });
  if (workingHours !== undefined && !Object.hasOwn(pack.calendars, workingHours)) {
    const values = { calendar: workingHours };
    report([...path, 'workingHours'], 'calendar_unknown', `no calendar ${workingHours}`, values);
  }
}
