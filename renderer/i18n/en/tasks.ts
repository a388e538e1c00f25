import type { Catalogue } from '../catalogue.ts';
import type id from '../id/tasks.ts';

export default {
  title: 'My tasks',
  escalations: 'Escalations waiting for you',
  assigned: 'Assigned to you',
  assignedEmpty: 'No other open ticket is assigned to you.',
  empty: 'There is nothing for you to do right now.',
  emptyNext: 'Tickets assigned to you and escalations to you or your team appear here.',
  due: 'due {{time}}',
  from: '{{name}}, {{time}}:',
  accepted: 'Accepted by {{name}}, {{time}}',
  accept: 'Accept',
  answer: 'Answer',
  return: 'Return',
} satisfies Catalogue<typeof id>;
