import { BrowserWindow, dialog, type Shell, type WebContents } from 'electron';
import type { Announcement } from '#shared/deadlines/announcements.ts';
import type { DeadlineTeller } from '#shared/deadlines/deadline-teller.ts';
import { ok } from '#shared/domain/result.ts';
import type { IpcAnswer, Standing } from '#shared/ipc/contract.ts';
import { serverOriginOf } from '#shared/web/link-rules.ts';
import { parseAddress } from './address.ts';
import { type RequestHandlers, refused } from './ipc-gate.ts';
import { type JournalMeans, journalRequests } from './outbox-journal/journal-requests.ts';
import { openOutside } from './outside-link.ts';
import type { PrintJobs } from './print-jobs.ts';
import { printToPaper, printToPdf } from './printing.ts';
import type { SettingsFile } from './settings-file.ts';
import { saveForPerson } from './write-whole.ts';

/** What the handlers act on. */
export type HandlerMeans = JournalMeans & {
  readonly version: string;
  readonly platform: string;
  readonly shell: Shell;
  readonly printJobs: PrintJobs;
  /** Another one at each call, that nobody can guess. */
  readonly token: () => string;
  readonly notify: (notice: Announcement) => boolean;
  readonly deadlines: DeadlineTeller;
  readonly showStanding: (standing: Standing | null) => void;
  readonly settings: SettingsFile;
  /** An origin given for this run (development), before the stored one. */
  readonly givenOrigin: string | undefined;
};

/** What each request of the contract does. Who may ask and with what has been checked by the gate. */
export function createRequestHandlers(means: HandlerMeans): RequestHandlers {
  /** Asks where to save and writes; "cancelled" when the person closes the dialog. */
  async function saveAs(
    name: string,
    bytes: Uint8Array,
    sender: WebContents,
  ): Promise<IpcAnswer<'saved' | 'cancelled'>> {
    const window = BrowserWindow.fromWebContents(sender);
    if (window === null) return refused('window_gone', 'the window was closed');
    const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: name });
    if (canceled || !filePath) return ok('cancelled');
    try {
      await saveForPerson(filePath, bytes, means.token);
      return ok('saved');
    } catch (error) {
      means.report(error);
      return refused('write_failed', 'the file could not be written');
    }
  }

  return {
    'app.info': async () => ok({ kind: 'electron', version: means.version, platform: means.platform }),

    'print.pdf': async ({ source, saveAs: name }, sender) => {
      let bytes: Uint8Array;
      try {
        bytes = await printToPdf(source, sender, means.printJobs);
      } catch (error) {
        means.report(error);
        return refused('print_failed', 'the document could not be turned into a PDF');
      }
      if (name === undefined) return ok({ outcome: 'bytes', bytes: new Uint8Array(bytes) });
      const answer = await saveAs(name, bytes, sender);
      return answer.ok ? ok({ outcome: answer.value }) : answer;
    },

    'print.paper': async ({ source }, sender) => {
      try {
        return ok({ printed: await printToPaper(source, sender, means.printJobs) });
      } catch (error) {
        means.report(error);
        return refused('print_failed', 'the document could not be printed');
      }
    },

    'file.save': async ({ name, bytes }, sender) => {
      const answer = await saveAs(name, bytes, sender);
      return answer.ok ? ok({ saved: answer.value === 'saved' }) : answer;
    },

    'notify.show': async (notice) => ok({ shown: means.notify(notice) }),

    'deadlines.set': async (list) => ok({ watched: means.deadlines.tell(list) }),

    'standing.set': async ({ standing }) => {
      means.showStanding(standing);
      return ok({});
    },

    'link.open': async ({ url }) => {
      const opened = await openOutside(means.shell, url);
      return opened.ok ? ok({}) : refused(opened.error, 'this kind of link is not opened');
    },

    'server.getOrigin': async () =>
      ok({ origin: means.givenOrigin ?? means.settings.serverOrigin() ?? null }),

    'server.setOrigin': async ({ origin }) => {
      const read = serverOriginOf(origin, parseAddress);
      if (!read.ok) return refused(read.error, 'an https address is wanted (http only for this computer)');
      try {
        await means.settings.setServerOrigin(read.value);
      } catch (error) {
        means.report(error);
        return refused('write_failed', 'the address could not be stored');
      }
      return ok({ origin: read.value });
    },

    ...journalRequests(means),
  };
}
