import type { Catalogue } from '../catalogue.ts';
import type id from '../id/keys.ts';

export default {
  newTicket: 'New ticket (FRM-002)',
  newReport: 'New report (FRM-001)',
  search: 'Search tickets',
  goTickets: 'To the ticket list',
  goTasks: 'To my tasks',
  goRecap: 'To the recap',
  goReview: 'To the review list',
  help: 'All shortcuts',
  next: 'Next ticket',
  previous: 'Previous ticket',
  first: 'First ticket',
  last: 'Last ticket',
  open: 'Open the ticket full width',
  beside: 'Open or close the ticket beside the list',
  reply: 'Reply to the client',
  note: 'Internal note',
  escalate: 'Hand over to a technician (FRM-006)',
  status: 'Change status',
  assign: 'Assign',
  print: 'Print',
  leave: 'Back to the list',
  send: 'Send or save',
  stopWriting: 'Stop writing (the text is kept as a draft)',
  closeHelp: 'Close the list of shortcuts',
} satisfies Catalogue<typeof id>;
