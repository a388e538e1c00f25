import { contextBridge, ipcRenderer } from 'electron';
import { bridgeName, type DesktopBridge, openedChannel } from '#shared/ipc/bridge.ts';
import type { RequestArgs, RequestName } from '#shared/ipc/contract.ts';

// A sandboxed preload can load nothing but `electron`: import no library here, directly or through the contract.

/** A function for one fixed request; the page can never name a channel. */
function ask<N extends RequestName>(name: N): (args: RequestArgs<N>) => Promise<unknown> {
  return (args) => ipcRenderer.invoke(name, args);
}

const bridge: DesktopBridge = {
  appInfo: ask('app.info'),
  printPdf: ask('print.pdf'),
  printPaper: ask('print.paper'),
  saveFile: ask('file.save'),
  notify: ask('notify.show'),
  setDeadlines: ask('deadlines.set'),
  setStanding: ask('standing.set'),
  openLink: ask('link.open'),
  serverOrigin: ask('server.getOrigin'),
  setServerOrigin: ask('server.setOrigin'),
  appendToJournal: ask('journal.append'),
  acknowledgeInJournal: ask('journal.acknowledge'),
  readJournal: ask('journal.read'),
  journalMarker: ask('journal.marker'),
  keepFileInJournal: ask('journal.keepFile'),
  journalFiles: ask('journal.files'),
  readFileOfJournal: ask('journal.readFile'),
  dropFilesInJournal: ask('journal.dropFiles'),
  freeStorage: ask('storage.free'),
  resetStorage: ask('storage.reset'),
  onNotificationOpened(listener) {
    // Only the address goes on; the event object would hand the page a way to the sender.
    const pass = (_event: unknown, address: unknown) => {
      if (typeof address === 'string') listener(address);
    };
    ipcRenderer.on(openedChannel, pass);
    return () => void ipcRenderer.off(openedChannel, pass);
  },
};

contextBridge.exposeInMainWorld(bridgeName, bridge);
