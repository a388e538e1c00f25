import type { Result } from '#shared/domain/result.ts';
import type { DeadlineList, PrintSource, Standing } from '#shared/ipc/contract.ts';
import type { DeviceStorage } from './device-storage.ts';
import type { PlatformFailure } from './failure.ts';

export type { PlatformFailure };

export type AppInfo = {
  readonly kind: 'electron' | 'browser';
  /** Version of the desktop app; null in a browser, whose app is as new as its server. */
  readonly version: string | null;
  /** Node's name of the system in Electron ("win32"), the browser's own words else. */
  readonly system: string;
};

/** `dialog`: the print dialog was opened, and the person decides there (also for PDF in a browser). */
export type PdfOutcome = 'saved' | 'cancelled' | 'dialog';

/** A text to be shown outside the page; `opens` is the address inside the app that a click leads to. */
export type Notice = { readonly title: string; readonly body: string; readonly opens?: string | undefined };

/**
 * What the app's surroundings give: Electron's window, or a plain browser. Expected failures are values; nothing here
 * throws for them.
 */
export interface Platform {
  readonly kind: 'electron' | 'browser';
  readonly storage: DeviceStorage;
  appInfo(): Promise<Result<AppInfo, PlatformFailure>>;
  /** Prints on paper. HTML documents carry the nonce mark in their style elements and no scripts. */
  print(source: PrintSource): Promise<Result<{ readonly printed: boolean }, PlatformFailure>>;
  /** Makes an A4 PDF and lets the person save it under `name`. */
  printPdf(source: PrintSource, name: string): Promise<Result<PdfOutcome, PlatformFailure>>;
  saveFile(
    name: string,
    bytes: Uint8Array,
    mediaType: string,
  ): Promise<Result<{ readonly saved: boolean }, PlatformFailure>>;
  /** True where native notifications are allowed already. */
  mayNotify(): boolean;
  /** May native notifications be shown? Asks the person where that is needed; call it from a click. */
  allowNotifications(): Promise<boolean>;
  notify(notice: Notice): Promise<Result<{ readonly shown: boolean }, PlatformFailure>>;
  /**
   * Replaces the list of deadlines still to be told: each is announced once at its instant, those already past at once.
   * Returns how many are still to come.
   */
  setDeadlines(list: DeadlineList): Promise<Result<number, PlatformFailure>>;
  /** How the deadlines stand, on the app's icon as far as there is a place for it; null where nobody is signed in. */
  setStanding(standing: Standing | null): Promise<Result<null, PlatformFailure>>;
  /** Calls back with the app's own address when a notification is clicked. Returns "stop listening". */
  onNotificationOpened(listener: (address: string) => void): () => void;
  /** Opens an https, mailto or tel address outside the app. */
  openLink(url: string): Promise<Result<null, PlatformFailure>>;
  /** Origin of the central server; null while none is set. */
  serverOrigin(): Promise<Result<string | null, PlatformFailure>>;
  /** Stores the server's origin and loads the page anew, whose policy names it. A browser has the server it came from. */
  setServerOrigin(origin: string): Promise<Result<string, PlatformFailure>>;
}
