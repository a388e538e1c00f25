import type { Notice } from './contract.ts';

/** Notifications by the web's own means. */
export interface BrowserNotices {
  isAllowed(): boolean;
  /** Asks the person if that has not happened yet; true where notifications may be shown. */
  allow(): Promise<boolean>;
  /** False where the browser has none or the person did not allow them. */
  show(notice: Notice): boolean;
  onOpened(listener: (address: string) => void): () => void;
}

export function createBrowserNotices(window: Window & typeof globalThis): BrowserNotices {
  const listeners = new Set<(address: string) => void>();
  const isSupported = 'Notification' in window;
  const isAllowed = () => isSupported && window.Notification.permission === 'granted';
  return {
    isAllowed,
    async allow() {
      if (!isSupported) return false;
      if (window.Notification.permission !== 'default') return window.Notification.permission === 'granted';
      return (await window.Notification.requestPermission()) === 'granted';
    },
    show({ title, body, opens }) {
      if (!isAllowed()) return false;
      let notification: Notification;
      try {
        notification = new window.Notification(title, { body });
      } catch {
        // Phones allow notifications from service workers only.
        return false;
      }
      notification.addEventListener('click', () => {
        window.focus();
        notification.close();
        if (opens !== undefined) for (const listener of listeners) listener(opens);
      });
      return true;
    },
    onOpened(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
