import { BrowserWindow } from 'electron';
import { appOrigin } from '#shared/web/link-rules.ts';

/** Opens the app's window; it stays hidden until its first frame is ready, so that no white flash is seen. */
export function openMainWindow(preload: string, withDevTools: boolean): BrowserWindow {
  const window = new BrowserWindow({
    width: 1366,
    height: 768,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    title: 'Tanggap',
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      devTools: withDevTools,
      // Dictionaries would be fetched from the internet.
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  void window.loadURL(`${appOrigin}/`);
  return window;
}

/** Brings the window to the person, also from the task bar. */
export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
