import { createDeadlineTeller } from '#shared/deadlines/deadline-teller.ts';
import { err, ok } from '#shared/domain/result.ts';
import { fileName, maxDeadlines } from '#shared/ipc/contract.ts';
import { outsideLink } from '#shared/web/link-rules.ts';
import { createBrowserNotices } from './browser-notices.ts';
import type { Platform } from './contract.ts';
import { createBrowserStorage } from './device-storage.ts';
import { printDocument } from './print-document.ts';
import { systemClock } from './system-clock.ts';

/** A saved file's address may be let go of once the browser has taken it over; it gives no sign, so: a minute (ms). */
const downloadGraceMs = 60_000;

function download(window: Window, name: string, bytes: Uint8Array, mediaType: string): void {
  const blob = new Blob([new Uint8Array(bytes)], { type: mediaType });
  const url = URL.createObjectURL(blob);
  const anchor = window.document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  systemClock.startTimer(downloadGraceMs, () => URL.revokeObjectURL(url));
}

/** The platform in a plain browser, by the web's own means; does all that Electron's does. */
export function createBrowserPlatform(window: Window & typeof globalThis): Platform {
  const notices = createBrowserNotices(window);
  const teller = createDeadlineTeller({ ...systemClock, show: (notice) => void notices.show(notice) });
  // Browsers slow the timers of a hidden page down; look again as soon as it is seen.
  window.document.addEventListener('visibilitychange', () => teller.check());

  return {
    kind: 'browser',
    storage: createBrowserStorage(window.navigator),
    appInfo: async () => ok({ kind: 'browser', version: null, system: window.navigator.userAgent }),
    async print(source) {
      if (source.from === 'window') window.print();
      else await printDocument(window, source.html);
      return ok({ printed: true });
    },
    async printPdf(source) {
      if (source.from === 'window') window.print();
      else await printDocument(window, source.html);
      return ok('dialog');
    },
    async saveFile(name, bytes, mediaType) {
      if (!fileName.safeParse(name).success) return err('arguments_not_valid');
      download(window, name, bytes, mediaType);
      return ok({ saved: true });
    },
    mayNotify: () => notices.isAllowed(),
    allowNotifications: () => notices.allow(),
    notify: async (notice) => ok({ shown: notices.show(notice) }),
    async setDeadlines(list) {
      return list.deadlines.length > maxDeadlines ? err('arguments_not_valid') : ok(teller.tell(list));
    },
    async setStanding(standing) {
      // Only an installed app has an icon to mark; elsewhere browsers refuse or do nothing.
      await window.navigator.setAppBadge?.(standing?.late ?? 0).catch(() => undefined);
      return ok(null);
    },
    onNotificationOpened: (listener) => notices.onOpened(listener),
    async openLink(text) {
      const link = outsideLink(text, (address) => URL.parse(address) ?? undefined);
      if (!link.ok) return err(link.error);
      window.open(link.value, '_blank', 'noopener,noreferrer');
      return ok(null);
    },
    serverOrigin: async () => ok(window.location.origin),
    setServerOrigin: async () => err('not_available_here'),
  };
}
