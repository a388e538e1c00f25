import type { Catalogue } from '../catalogue.ts';
import type id from '../id/files.ts';

export default {
  title: 'Attachments',
  none: 'No attachments yet. Choose files, drop them here, or paste.',
  choose: 'Attach files',
  limits: 'Photos (JPEG, PNG, WebP), PDF, office documents or text; 25 MB at most.',
  scaleDown: 'Make large photos smaller',
  failed: '{{name}}: {{reason}}',
  save: 'Save {{name}} to the computer',
  saveFailed: 'The file could not be saved. Choose another place and try again.',
  fetch: 'Download {{name}}',
  pin: 'Keep {{name}} for offline use',
  unpin: 'Do not keep {{name}} for offline use',
  view: 'View {{name}}',
  drop: 'Leave out {{name}}',
  onForm: 'The files are attached when the ticket is recorded.',
  notKept:
    'The ticket is recorded, but these files are not attached yet. Open the ticket and attach them again:',
  state: {
    kept: 'saved on the device, waiting to be sent',
    uploading: 'uploading {{percent}} %',
    downloading: 'downloading {{percent}} %',
    awaited: 'waiting for the sender’s device',
    away: 'not downloaded',
    pinned: 'kept for offline use',
    sent: 'sent, on this device',
  },
  problem: {
    type: 'refused by the server: the content does not fit the type',
    macro: 'refused by the server: the document holds macros',
    bomb: 'refused by the server: too large when unpacked',
    damaged: 'damaged: the file cannot be read as a whole',
    infected: 'refused by the server: malware found',
    lost: 'the content is missing on this device; attach it again',
  },
  failure: {
    empty: 'the file is empty. Choose one that is not.',
    too_large: 'larger than 25 MB. Make it smaller or split it first.',
    type: 'this type is not taken, or the content does not fit the name. Use photos, PDF, office documents without macros, or text.',
    full: 'the ticket has 40 attachments already. Remove those that are not needed.',
    no_room: 'the device has not enough room. Free some, or let go of files kept for offline use.',
  },
  remove: {
    open: 'Remove {{name}}',
    title: 'Remove {{name}}?',
    explain:
      'The file no longer shows on the ticket. The reason goes into the history; a copy stays on the server.',
    reason: 'Reason',
    submit: 'Remove',
  },
} satisfies Catalogue<typeof id>;
