import type { Catalogue } from '../catalogue.ts';
import print from '../id/print.ts';

/** Paper stays Indonesian; only the bar above it is translated. */
export default {
  ...print,
  bar: {
    print: 'Print',
    pdf: 'Save as PDF',
    back: 'Back',
    failed: 'Printing could not be started. Check the printer, then try again.',
    loading: 'Preparing the sheet …',
    absentTicket: 'This ticket is not on the device. Synchronise, or open it from the list.',
    absentForm: 'This form has not been filled in for this ticket. Fill it in first, then print.',
    absentPaper: 'There is no such sheet. Go back and choose “Print” on a ticket or the recap.',
  },
} satisfies Catalogue<typeof print>;
