import { type BrowserWindow, Notification } from 'electron';
import type { Announcement } from '#shared/deadlines/announcements.ts';
import { openedChannel } from '#shared/ipc/bridge.ts';
import { showWindow } from './main-window.ts';

/** Shows native notifications, also while the window is hidden; a click brings it forward and tells the page what to open. */
export function createNotices(window: () => BrowserWindow | undefined): (notice: Announcement) => boolean {
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
