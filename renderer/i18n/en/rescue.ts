import type { Catalogue } from '../catalogue.ts';
import type id from '../id/rescue.ts';

export default {
  changes: '{{count, number}} changes',
  files: '{{count, number}} files',
  both: '{{changes}} and {{files}}',
  here: 'Not sent yet from this device: {{work}}.',
  open: 'Look and save to a file',
  title: 'Work that has not been sent',
  intro:
    'This work stays on this device and is sent once its owner signs in. Where nobody can sign in here, save it to a file and go on at another computer. The same work is not sent twice.',
  hidden: 'What the work says is shown once {{user}} has signed in.',
  latest: 'Latest, {{zone}} time',
  more: 'And {{count, number}} earlier changes.',
  save: 'Save to a file',
  seal: 'Lock with a passphrase',
  sealHelp: 'A file that is not locked can be read by whoever finds it.',
  word: 'Passphrase of the file',
  wordHelp: 'At least 12 characters. Keep it in a safe place; without it the file cannot be opened.',
  short: 'At least 12 characters.',
  saved:
    '{{name}} is saved. At another computer sign in as {{user}}, open Courier, and import it under “Rescued work”.',
  savedSome:
    '{{count, number}} files are saved. Take them all. At another computer sign in as {{user}}, open Courier, and import them under “Rescued work”.',
  notSaved: 'The file was not saved. Try again and choose another place, such as a USB stick.',
  notHere: 'This browser cannot make the file. Use the desktop app, or open an https address.',
  intake: {
    title: 'Rescued work',
    intro:
      'A .pulih file holds your unsent work from another computer. After the import it waits to be sent from this device; what the server has already is not sent twice.',
    pick: 'Choose a file',
    look: 'Saved {{at}}: {{work}} that this device has not.',
    part: 'File {{part, number}} of {{parts, number}}. Import them all.',
    otherServer:
      'This file was made for another server address: {{server}}. Import it only if it is the same server.',
    nothing: 'All work in this file is on this device already. There is nothing to import.',
    take: 'Import {{work}}',
    done: '{{work}} imported and waiting to be sent. What the server refuses appears on the page Needs review.',
    open: 'Open',
    kept: 'Nothing on this device has changed.',
  },
  fault: {
    not_rescue: 'This is no file of rescued work. Choose a file whose name ends in .pulih.',
    damaged: 'The file is damaged or cut off. Copy it again from where it came, then try again.',
    newer: 'The file was made by a newer version. Update this app first.',
    too_large: 'The file is too large for a file of rescued work.',
    passphrase_needed: 'The file is locked. Enter its passphrase.',
    passphrase_wrong: 'The passphrase does not fit this file.',
    other_user: 'This file belongs to another user. Only its owner can import it, after signing in.',
    not_here: 'This browser cannot check the file. Use the desktop app, or open an https address.',
    storage_full: 'The storage of this device is full. Make room, then import the same file again.',
    storage: 'The storage of this device fails. Load the app anew, then import the same file again.',
    unreadable: 'The file cannot be read. Plug the stick in again, then try again.',
  },
} satisfies Catalogue<typeof id>;
