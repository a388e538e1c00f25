import { EventEmitter } from 'node:events';
import type { BrowserWindowConstructorOptions } from 'electron';
import type { Pages } from './pages.ts';
import type { LaunchOptions, LaunchRecord, MenuItem, StandInImage } from './record.ts';
import { StandInWindow } from './stand-in-window.ts';

type Handler = (...args: never[]) => unknown;

/** The parts of `app` the main process uses, each call noted by name. */
function createApp(options: LaunchOptions, record: LaunchRecord) {
  const paths = new Map([['appData', options.userData]]);
  return Object.assign(new EventEmitter(), {
    isPackaged: options.isPackaged ?? false,
    commandLine: { hasSwitch: (name: string) => options.switches?.includes(name) ?? false },
    getVersion: () => '0.0.0-stand-in',
    getPath: (name: string) => paths.get(name) ?? options.userData,
    setPath(name: string, place: string) {
      record.calls.push(`setPath ${name}`);
      paths.set(name, place);
    },
    requestSingleInstanceLock() {
      record.calls.push('requestSingleInstanceLock');
      return options.isFirstInstance ?? true;
    },
    enableSandbox: () => void record.calls.push('enableSandbox'),
    async whenReady() {
      record.calls.push('whenReady');
    },
    quit: () => {
      record.quits += 1;
    },
    setBadgeCount: (count: number) => void record.badges.push(count),
    exit: (code: number) => void record.exits.push(code),
  });
}

/** The module `electron` as the built main process gets it: same names, real pages behind the windows. */
export function createElectronModule(options: LaunchOptions, pages: Pages, record: LaunchRecord) {
  const app = createApp(options, record);
  let nextId = 1;

  class BrowserWindow extends StandInWindow {
    constructor(windowOptions: BrowserWindowConstructorOptions) {
      super(windowOptions, nextId, pages, record);
      nextId += 1;
      record.calls.push('new BrowserWindow');
      record.windows.push(this);
      app.emit('web-contents-created', {}, this.webContents);
      record.signals.emit('window', this);
    }
    static fromWebContents(contents: unknown): StandInWindow | null {
      return record.windows.find((window) => window.webContents === contents && !window.isDestroyed) ?? null;
    }
  }

  class Notification extends EventEmitter {
    readonly #text: { title: string; body: string };
    constructor(text: { title: string; body: string }) {
      super();
      this.#text = text;
    }
    static isSupported(): boolean {
      return true;
    }
    show(): void {
      record.notifications.push({ ...this.#text, click: () => void this.emit('click') });
      record.signals.emit('notification');
    }
  }

  class Tray extends EventEmitter {
    image: StandInImage;
    tooltip = '';
    menu: readonly MenuItem[] = [];
    isDestroyed = false;
    constructor(image: StandInImage) {
      super();
      this.image = image;
      record.trays.push(this);
    }
    setImage(image: StandInImage): void {
      this.image = image;
    }
    setToolTip(text: string): void {
      this.tooltip = text;
    }
    setContextMenu(menu: readonly MenuItem[]): void {
      this.menu = menu;
    }
    destroy(): void {
      this.isDestroyed = true;
    }
  }

  const keep = (name: string) => (handler: Handler | null) => void record.sessionHandlers.set(name, handler);
  const defaultSession = {
    setPermissionRequestHandler: keep('permissionRequest'),
    setPermissionCheckHandler: keep('permissionCheck'),
    setDevicePermissionHandler: keep('devicePermission'),
    setDisplayMediaRequestHandler: keep('displayMedia'),
    webRequest: { onBeforeRequest: keep('onBeforeRequest') },
    clearStorageData: () => pages.clearDatabases(),
  };

  return {
    app,
    BrowserWindow,
    Notification,
    Tray,
    nativeImage: { createFromBuffer: (bytes: Buffer): StandInImage => ({ bytes }) },
    Menu: { setApplicationMenu: () => {}, buildFromTemplate: (items: readonly MenuItem[]) => items },
    powerMonitor: new EventEmitter(),
    session: { defaultSession },
    protocol: {
      registerSchemesAsPrivileged(schemes: unknown[]) {
        record.calls.push('registerSchemesAsPrivileged');
        record.schemes.push(...schemes);
      },
      handle(_scheme: string, handler: (request: Request) => Promise<Response>) {
        record.protocolHandler = handler;
      },
    },
    ipcMain: { handle: (channel: string, handler: Handler) => void record.ipcHandlers.set(channel, handler) },
    shell: { openExternal: async (url: string) => void record.openedOutside.push(url) },
    dialog: {
      async showSaveDialog(_window: unknown, dialogOptions: unknown) {
        record.saveDialogs.push(dialogOptions);
        const filePath = record.saveDialogAnswers.shift();
        return filePath === undefined ? { canceled: true } : { canceled: false, filePath };
      },
    },
  };
}
