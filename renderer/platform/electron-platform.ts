import { err, ok, type Result } from '#shared/domain/result.ts';
import type { DesktopBridge } from '#shared/ipc/bridge.ts';
import { type RequestName, type RequestValue, readAnswer } from '#shared/ipc/contract.ts';
import type { Platform, PlatformFailure } from './contract.ts';
import type { DeviceStorage } from './device-storage.ts';

/** Waits for an answer of the bridge and checks it: the main process may be of another version than the page. */
async function checked<N extends RequestName>(
  name: N,
  asked: Promise<unknown>,
): Promise<Result<RequestValue<N>, PlatformFailure>> {
  const answer = readAnswer(name, await asked.catch(() => undefined));
  if (answer === undefined) return err('answer_not_valid');
  return answer.ok ? ok(answer.value) : err(answer.error.code);
}

function mapped<T, U>(result: Result<T, PlatformFailure>, turn: (value: T) => U): Result<U, PlatformFailure> {
  return result.ok ? ok(turn(result.value)) : result;
}

/** Storage of the desktop app: the journal of its main process beside the database of the page. */
function electronStorage(bridge: DesktopBridge): DeviceStorage {
  return {
    journal: {
      append: (batch) => checked('journal.append', bridge.appendToJournal(batch)),
      acknowledge: (userId, keys) =>
        checked('journal.acknowledge', bridge.acknowledgeInJournal({ userId, keys: [...keys] })),
      read: (userId, after) => checked('journal.read', bridge.readJournal({ userId, after })),
      marker: () => checked('journal.marker', bridge.journalMarker({})),
      async keepFile(piece) {
        return mapped(
          await checked('journal.keepFile', bridge.keepFileInJournal(piece)),
          ({ isWhole }) => isWhole,
        );
      },
      async files(userId) {
        return mapped(await checked('journal.files', bridge.journalFiles({ userId })), ({ files }) => files);
      },
      async readFile(userId, sha256, at) {
        const asked = bridge.readFileOfJournal({ userId, sha256, at });
        return mapped(await checked('journal.readFile', asked), ({ bytes }) => bytes);
      },
      dropFiles: (userId, attachmentIds) =>
        checked(
          'journal.dropFiles',
          bridge.dropFilesInJournal({ userId, attachmentIds: [...attachmentIds] }),
        ),
    },
    async freeBytes() {
      const free = await checked('storage.free', bridge.freeStorage({}));
      return free.ok ? free.value.bytes : null;
    },
    reset: async () => (await checked('storage.reset', bridge.resetStorage({}))).ok,
    async keep() {
      void globalThis.navigator?.storage?.persist?.().catch(() => undefined);
      // Whatever the answer: the journal keeps what the database might lose.
      return true;
    },
  };
}

/** The platform inside Electron, over the bridge its preload exposes. `reload` loads the page anew. */
export function createElectronPlatform(bridge: DesktopBridge, reload: () => void): Platform {
  return {
    kind: 'electron',
    storage: electronStorage(bridge),
    async appInfo() {
      const info = await checked('app.info', bridge.appInfo({}));
      return mapped(info, ({ kind, version, platform }) => ({ kind, version, system: platform }));
    },
    print: (source) => checked('print.paper', bridge.printPaper({ source })),
    async printPdf(source, name) {
      const printed = await checked('print.pdf', bridge.printPdf({ source, saveAs: name }));
      if (printed.ok && printed.value.outcome === 'bytes') return err('answer_not_valid');
      return mapped(printed, ({ outcome }) => (outcome === 'saved' ? 'saved' : 'cancelled'));
    },
    saveFile: (name, bytes) => checked('file.save', bridge.saveFile({ name, bytes })),
    mayNotify: () => true,
    allowNotifications: async () => true,
    notify: (notice) => checked('notify.show', bridge.notify(notice)),
    async setDeadlines(list) {
      return mapped(await checked('deadlines.set', bridge.setDeadlines(list)), ({ watched }) => watched);
    },
    async setStanding(standing) {
      return mapped(await checked('standing.set', bridge.setStanding({ standing })), () => null);
    },
    onNotificationOpened: (listener) => bridge.onNotificationOpened(listener),
    async openLink(url) {
      return mapped(await checked('link.open', bridge.openLink({ url })), () => null);
    },
    async serverOrigin() {
      return mapped(await checked('server.getOrigin', bridge.serverOrigin({})), ({ origin }) => origin);
    },
    async setServerOrigin(text) {
      const set = await checked('server.setOrigin', bridge.setServerOrigin({ origin: text }));
      if (set.ok) reload();
      return mapped(set, ({ origin }) => origin);
    },
  };
}
