import type { RequestArgs, RequestName } from './contract.ts';

/** A request as the preload exposes it: arguments in, an unchecked answer out; the page checks it against the contract. */
type Exposed<N extends RequestName> = (args: RequestArgs<N>) => Promise<unknown>;

/** `window.tanggap`: named functions only, no channel name ever taken from the page. */
export interface DesktopBridge {
  readonly appInfo: Exposed<'app.info'>;
  readonly printPdf: Exposed<'print.pdf'>;
  readonly printPaper: Exposed<'print.paper'>;
  readonly saveFile: Exposed<'file.save'>;
  readonly notify: Exposed<'notify.show'>;
  readonly setDeadlines: Exposed<'deadlines.set'>;
  readonly setStanding: Exposed<'standing.set'>;
  readonly openLink: Exposed<'link.open'>;
  readonly serverOrigin: Exposed<'server.getOrigin'>;
  readonly setServerOrigin: Exposed<'server.setOrigin'>;
  readonly appendToJournal: Exposed<'journal.append'>;
  readonly acknowledgeInJournal: Exposed<'journal.acknowledge'>;
  readonly readJournal: Exposed<'journal.read'>;
  readonly journalMarker: Exposed<'journal.marker'>;
  readonly keepFileInJournal: Exposed<'journal.keepFile'>;
  readonly journalFiles: Exposed<'journal.files'>;
  readonly readFileOfJournal: Exposed<'journal.readFile'>;
  readonly dropFilesInJournal: Exposed<'journal.dropFiles'>;
  readonly freeStorage: Exposed<'storage.free'>;
  readonly resetStorage: Exposed<'storage.reset'>;
  /** Calls back with an address inside the app when a notification is clicked. Returns "stop listening". */
  readonly onNotificationOpened: (listener: (address: string) => void) => () => void;
}

/** Name of the one global the preload adds to the page. */
export const bridgeName = 'tanggap';

/** The one message from the main process to the page: a notification was clicked; its payload is an address in the app. */
export const openedChannel = 'notification.opened';
