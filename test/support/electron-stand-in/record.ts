import { EventEmitter } from 'node:events';
import type { BrowserContext } from 'playwright-core';
import type { CrossOriginRequest } from './origin-bridge.ts';
import type { StandInWindow } from './stand-in-window.ts';

/** What a launch is like: packaged or not, which switches, where its data is. */
export type LaunchOptions = {
  readonly userData: string;
  readonly isPackaged?: boolean;
  readonly switches?: readonly string[];
  /** False: another instance already holds the lock. */
  readonly isFirstInstance?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** A context whose profile lies on a disk and outlives the launch; left out, each launch has a fresh one. */
  readonly context?: BrowserContext;
  /** Folder with the built `main`, `preload` and `renderer`. */
  readonly outFolder: string;
};

type Handler = (...args: never[]) => unknown;

/** A picture as it was handed to the system. */
export type StandInImage = { readonly bytes: Buffer };
export type MenuItem = { readonly label?: string; readonly type?: string; readonly click?: () => void };
/** The picture beside the clock, as it stands. */
export type StandInTray = EventEmitter & {
  readonly image: StandInImage;
  readonly tooltip: string;
  readonly menu: readonly MenuItem[];
  readonly isDestroyed: boolean;
};

/** Everything the main process did and set, for tests to look at. */
export class LaunchRecord {
  /** Calls that matter by their order. */
  readonly calls: string[] = [];
  readonly windows: StandInWindow[] = [];
  readonly openedOutside: string[] = [];
  readonly notifications: { readonly title: string; readonly body: string; readonly click: () => void }[] =
    [];
  readonly trays: StandInTray[] = [];
  readonly badges: number[] = [];
  readonly violations: string[] = [];
  readonly pageErrors: string[] = [];
  readonly blockedRequests: string[] = [];
  readonly crossOriginRequests: CrossOriginRequest[] = [];
  /** What pages asked over the bridge, in order. */
  readonly requests: { readonly channel: string; readonly args: readonly unknown[] }[] = [];
  readonly schemes: unknown[] = [];
  readonly ipcHandlers = new Map<string, Handler>();
  readonly sessionHandlers = new Map<string, Handler | null>();
  /** File paths the next save dialogs answer with; undefined is "cancelled". */
  readonly saveDialogAnswers: (string | undefined)[] = [];
  readonly saveDialogs: unknown[] = [];
  readonly papers: unknown[] = [];
  readonly exits: number[] = [];
  protocolHandler: ((request: Request) => Promise<Response>) | undefined;
  quits = 0;
  readonly signals = new EventEmitter();
}
