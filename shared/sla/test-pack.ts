import { type CompiledCalendar, compileCalendar } from './calendar.ts';
import { evaluate, type TargetStatus } from './evaluate.ts';
import { calendarSchema } from './hours.ts';
import { type PolicyPack, policyPackSchema } from './pack.ts';
import { type CompiledPolicy, compilePolicy } from './policy.ts';
import type { SlaInput, TicketState, TimelineEvent } from './timeline.ts';

/** Packs and calendars for tests, checked by the real schemas. */

export type CalendarInput = Parameters<typeof calendarSchema.parse>[0];

/** Monday to Friday with the same hours. */
export function testWeek(...blocks: [string, string][]): Record<string, [string, string][]> {
  return { mon: blocks, tue: blocks, wed: blocks, thu: blocks, fri: blocks };
}

export function testCalendar(input: CalendarInput, timeZone = 'Asia/Jakarta'): CompiledCalendar {
  return compileCalendar(calendarSchema.parse(input), timeZone);
}

const texts = { high: ['x'], medium: ['x'], low: ['x'] };
const durations = { by: ['priority'], of: { '1': 'PT10M', '2': 'PT1H', '3': 'PT4H' } };

/** A pack as JSON, before any check, with response (`lte`), resolution (`lte`) and handling (`lt`) in office hours. */
export function testPackJson(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const target = { calendar: { default: 'office' }, comparison: 'lte' };
  const resolution = { by: ['priority'], of: { '1': 'PT8H', '2': 'PT24H', '3': 'PT48H' } };
  return {
    name: 'test',
    version: 1,
    title: 'Uji',
    timeZone: 'Asia/Jakarta',
    calendars: {
      office: { title: 'Kantor', hours: testWeek(['08:00', '16:00']) },
      always: { title: '24x7', always: true },
    },
    priority: {
      by: ['urgency', 'impact'],
      cells: {
        'high/high': 1,
        'high/medium': 1,
        'high/low': 2,
        'medium/high': 1,
        'medium/medium': 2,
        'medium/low': 3,
        'low/high': 2,
        'low/medium': 3,
        'low/low': 3,
      },
    },
    targets: [
      {
        ...target,
        metric: 'response',
        title: 'Respons',
        durations,
        stop: 'response',
        pausedByWaiting: false,
      },
      {
        ...target,
        metric: 'resolution',
        title: 'Penyelesaian',
        durations: resolution,
        stop: 'resolved',
        pausedByWaiting: true,
      },
      {
        ...target,
        metric: 'handling',
        title: 'Penanganan',
        durations: { by: ['urgency'], of: { high: 'PT10H', medium: 'PT18H', low: 'PT24H' } },
        calendar: { default: 'office', except: [{ when: { alwaysAvailable: [true] }, use: 'always' }] },
        comparison: 'lt',
        stop: 'resolved',
        pausedByWaiting: true,
      },
    ],
    labels: {
      states: {
        new: 'Baru',
        in_progress: 'Proses',
        waiting: 'Tunggu',
        resolved: 'Selesai',
        closed: 'Tutup',
        cancelled: 'Batal',
      },
      priorities: { '1': 'Tinggi', '2': 'Menengah', '3': 'Rendah' },
      levels: { high: 'Tinggi', medium: 'Menengah', low: 'Rendah' },
    },
    criteria: { urgency: texts, impact: texts },
    escalation: [],
    ...changes,
  };
}

export function testPack(changes: Record<string, unknown> = {}): PolicyPack {
  return policyPackSchema.parse(testPackJson(changes));
}

export function testPolicy(changes: Record<string, unknown> = {}): CompiledPolicy {
  return compilePolicy(testPack(changes));
}

/** UTC ms of an ISO instant, by way of the platform and not of the engine. */
export function at(text: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new Error(`bad instant in a test: ${text}`);
  return ms;
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** A Monday, 08:00 in Jakarta: an opening. */
export const monday = at('2026-02-02T08:00:00+07:00');

export function move(time: number, to: TicketState): TimelineEvent {
  return { at: time, type: 'state', to };
}

/** A ticket of priority 1 reported at `monday`. */
export function ticket(timeline: TimelineEvent[], more: Partial<SlaInput> = {}): SlaInput {
  return { urgency: 'high', impact: 'high', reportedAt: monday, timeline, ...more };
}

export function statusOf(policy: CompiledPolicy, metric: string, input: SlaInput, now: number): TargetStatus {
  const found = evaluate(policy, input, now).metrics.find((status) => status.metric === metric);
  if (!found) throw new Error(`no metric ${metric}`);
  return found;
}
