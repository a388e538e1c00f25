import type { Catalogue } from '../catalogue.ts';
import type id from '../id/why.ts';

export default {
  title: 'Why this deadline? {{metric}}',
  rule: 'Priority {{priority}}: {{limit}}, by the calendar “{{calendar}}”.',
  start: 'Counted from the report: {{time}}.',
  startStep: 'Counted from the step “{{step}}”: {{time}}.',
  due: 'Due: {{time}}.',
  dueNone: 'No due time: the clock is stopped.',
  dueVoid: 'No due time: the ticket was cancelled before it was solved.',
  pauses: 'Waiting for the client stops this clock.',
  noPauses: 'Waiting for the client does not stop this clock.',
  tableLabel: 'Time counted and skipped, piece by piece',
  from: 'From',
  to: 'To',
  reasonHead: 'Remark',
  counted: 'Counted',
  total: 'Total',
  projected: 'projected',
  now: 'Now: {{time}}. The lines after it show what will count if nothing changes.',
  reason: {
    open: 'office hours',
    always: 'runs round the clock',
    outside_hours: 'outside office hours',
    weekend: 'not a working day',
    holiday: 'holiday',
    half_day: 'closed early',
    waiting: 'waiting for the client',
    resolved: 'already resolved',
  },
} satisfies Catalogue<typeof id>;
