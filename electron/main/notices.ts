import { type BrowserWindow, Notification } from 'electron';
import { openedChannel } from '#shared/ipc/bridge.ts';
import { showWindow } from './main-window.ts';

/** Text of a native notification, and the address inside the app that a click opens. */
export type Notice = { readonly title: string; readonly body: string; readonly opens?: string | undefined };

/** Shows native notifications; a click brings the window forward and tells the page what to open. */
export function createNotices(window: () => BrowserWindow | undefined): (notice: Notice) => boolean {
  // A notification that is collected as garbage no longer reports its click.
  const shown = new Set<Notification>();
  return (notice) => {
    if (!Notification.isSupported()) return false;
    const notification = new Notification({ title: notice.title, body: notice.body });
    const forget = () => void shown.delete(notification);
    notification.on('click', () => {
      forget();
      const target = window();
      if (target === undefined) return;
      showWindow(target);
      if (notice.opens !== undefined) target.webContents.send(openedChannel, notice.opens);
    });
    notification.on('close', forget);
    shown.add(notification);
    notification.show();
    return true;
  };
}
