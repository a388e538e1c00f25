import type { Catalogue } from '../catalogue.ts';
import type older from '../id/older.ts';

export default {
  listEnd: 'Tickets finished before {{date}} are on the server.',
  choose: 'Load older tickets…',
  month: 'Month',
  monthHelp: 'Tickets that were open in that month are loaded to this device and appear in the list.',
  loadMonth: 'Load this month',
  searchTitle: 'Nothing on this device matches.',
  searchNext: 'Tickets finished before {{date}} are on the server. Search there by number, title or client.',
  search: 'Search on the server',
  searchMore: 'Load the next results',
  ticketNext: 'Tickets finished before {{date}} are on the server. Load this ticket to open it.',
  loadTicket: 'Load this ticket',
  recapTitle: 'The data of {{month}} is not complete on this device.',
  recapNext:
    'The recap needs all tickets of that month and the month before. Tickets finished before {{date}} are on the server; load them first, then the recap is computed.',
  recapPulling: 'The recap is computed once the first download has finished.',
  recapPaper:
    'The data of this month is not complete on this device, so it is not printed. Open the recap and load the older tickets.',
  loadForRecap: 'Load older tickets',
  needsNetwork: 'Needs the network: the server cannot be reached at the moment.',
  loading: 'Loading older tickets …',
  progress: '{{done}} of {{total}} tickets',
  found: '{{number}} tickets loaded.',
  foundMore: 'The newest {{number}} tickets were loaded; there are more on the server.',
  foundNone: 'No older ticket on the server matches.',
  forget: 'Remove {{number}} older tickets from this device',
  failed: {
    offline: 'The server cannot be reached. What was loaded is kept; try again when there is a network.',
    signed_out: 'Sign in again first, then retry.',
    storage: 'The device cannot keep it. Check the storage space, then retry.',
    server: 'The server refuses this request. Try again later.',
    changed: 'Data on the server changed during the loading. Load once more.',
    busy: 'Another loading is under way. Wait until it has finished.',
  },
} satisfies Catalogue<typeof older>;
