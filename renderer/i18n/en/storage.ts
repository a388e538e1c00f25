import type { Catalogue } from '../catalogue.ts';
import type id from '../id/storage.ts';

export default {
  label: 'State of the storage on this device',
  dismiss: 'Close this notice',
  emptied:
    'The database on this computer was empty or could not be read, and is filled again from the server.',
  repulled: 'Part of the database on this computer was missing; it is taken from the server again.',
  putBack: 'Unsent work was put back from the journal: {{count, number}}.',
  putBackFiles: 'Unsent files put back from the journal: {{count, number}}.',
  lost: 'Unsent work that could not be put back, because neither the database nor the journal has it any more: {{count, number}}. Look at your notes and write it again where needed.',
  journalDamaged:
    'The journal on this computer cannot be read in part or at all. Work in the database is not affected. Tell the administrator if this message comes back.',
  mayBeEvicted:
    'This browser does not promise to keep its storage: when the computer runs out of space, unsent work may be deleted. Send your work often, or use the desktop app.',
  scarce: 'Only {{megabytes, number}} MB of storage left',
  scarceHelp:
    'When no storage is left, changes can no longer be saved. Make room on this computer, for example by deleting downloads that are not needed.',
  copyFailed: 'Second copy cannot be written',
  copyFailedHelp:
    'Your work is saved in the database, but its second copy in the journal could not be written. Check the free space of this computer; the copy is completed as soon as the journal can be written again.',
  trouble: {
    emptied: 'The database of {{users}} on this computer is empty.',
    unreadable: 'The database of {{users}} on this computer cannot be opened.',
    unsent: 'Unsent work is safe in the journal and is put back when you sign in: {{count, number}}.',
    files: 'The content of unsent files is safe, too: {{count, number}}.',
    unreadableNext:
      'Close the app, restart the computer and open it again. If it still cannot be opened, empty the database: its content is taken from the server again when you sign in. Drafts of forms that were not sent are deleted with it.',
    reset: 'Empty the database',
    resetFailed: 'The database could not be emptied. Tell the administrator.',
    nothing: 'No work is unsent; the data is taken from the server again when you sign in.',
  },
} satisfies Catalogue<typeof id>;
