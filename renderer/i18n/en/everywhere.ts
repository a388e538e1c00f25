import type { Catalogue } from '../catalogue.ts';
import type id from '../id/everywhere.ts';

export default {
  productName: 'Tanggap',
  save: 'Save',
  cancel: 'Cancel',
  close: 'Close',
  send: 'Send',
  back: 'Back',
  change: 'Change',
  retry: 'Try again',
  loading: 'Loading …',
  none: '—',
  optional: 'optional',
  needed: 'required',
  needsText: 'Please fill this in.',
  tooLong: 'Too long: at most {{max}} characters.',
  notStorable: 'Remove the broken characters, and write that part again.',
  pageFailed: 'This page cannot be shown.',
  pageFailedNext:
    'Your data is safe on this device. Reload the page; if it happens again, tell the administrator.',
  reload: 'Reload',
  notFound: 'Page not found.',
  notFoundNext: 'Go back to the ticket list and choose again from the menu on the left.',
  toTickets: 'To the ticket list',
  unsavedTitle: 'Discard this text?',
  unsavedBody: 'Text that has not been saved will be discarded.',
  discard: 'Discard',
  keepEditing: 'Keep writing',
  saved: {
    device: 'Saved on this device',
    sent: 'Sent',
    review: 'Needs review',
  },
  duration: {
    hour: 'h',
    minute: 'm',
    lessThanMinute: 'less than 1 m',
  },
  sla: {
    left: '{{duration}} left',
    over: '{{duration}} overdue',
    paused: 'paused (waiting for client)',
    met: 'met',
    metLate: '{{duration}} late',
    void: 'not counted',
    none: 'no target',
    noPriority: 'no priority yet',
  },
  storage: {
    quota:
      'This device is out of space; the change is not saved. Free some space on the device, then try again.',
    closed: 'The storage on this device has been closed. Reload the app; your text is kept as a draft.',
    unknown: 'The change could not be saved on this device. Try again; if it happens again, reload the app.',
  },
  unexpected: 'Something went wrong in the app. Your text has not been removed; try again.',
} satisfies Catalogue<typeof id>;
