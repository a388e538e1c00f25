import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { BrowserWindowConstructorOptions, PrintToPDFOptions } from 'electron';
import type { Page } from 'playwright-core';
import { toApp, toPage } from './addresses.ts';
import type { Pages } from './pages.ts';
import { preloadScript } from './preload-script.ts';
import type { LaunchRecord } from './record.ts';

type WindowOpenHandler = (details: { url: string }) => { action: string };

/** `webContents` over a real page. */
export class StandInContents extends EventEmitter {
  readonly id: number;
  readonly #record: LaunchRecord;
  readonly #page: Promise<Page>;
  windowOpenHandler: WindowOpenHandler | undefined;
  /** Set while the app itself loads an address, which is no navigation by the page. */
  isLoading = false;

  constructor(id: number, page: Promise<Page>, record: LaunchRecord) {
    super();
    this.id = id;
    this.#page = page;
    this.#record = record;
  }

  get page(): Promise<Page> {
    return this.#page;
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.windowOpenHandler = handler;
  }

  async load(url: string): Promise<void> {
    const page = await this.#page;
    this.isLoading = true;
    try {
      await page.goto(toPage(url), { waitUntil: 'load' });
    } finally {
      this.isLoading = false;
    }
    this.emit('did-finish-load');
  }

  async printToPDF(options: PrintToPDFOptions): Promise<Buffer> {
    const page = await this.#page;
    return page.pdf({
      format: 'A4',
      printBackground: options.printBackground ?? false,
      preferCSSPageSize: options.preferCSSPageSize ?? false,
    });
  }

  print(options: unknown, done: (printed: boolean, reason: string) => void): void {
    this.#record.papers.push(options);
    done(true, '');
  }

  send(channel: string, ...args: unknown[]): void {
    const emit = async () => {
      const page = await this.#page;
      await page.evaluate(([name, list]) => window.__standInEmit?.(name, list), [channel, args] as const);
    };
    void emit();
  }

  /** Asks the guards whether the page may go to an address; true: go. */
  mayNavigate(url: string, isMainFrame: boolean): boolean {
    let isPrevented = false;
    const preventDefault = () => {
      isPrevented = true;
    };
    const event = { url: toApp(url), isMainFrame, preventDefault };
    if (isMainFrame) this.emit('will-navigate', event);
    this.emit('will-frame-navigate', event);
    return !isPrevented;
  }
}

declare global {
  interface Window {
    __standInEmit?: (channel: string, args: readonly unknown[]) => void;
  }
}

/** `BrowserWindow` whose contents are a page of headless Chromium. */
export class StandInWindow extends EventEmitter {
  readonly options: BrowserWindowConstructorOptions;
  readonly webContents: StandInContents;
  isVisible = false;
  isDestroyed = false;

  constructor(options: BrowserWindowConstructorOptions, id: number, pages: Pages, record: LaunchRecord) {
    super();
    this.options = options;
    const { preload, javascript } = options.webPreferences ?? {};
    const script = preload === undefined ? undefined : preloadScript(readFileSync(preload, 'utf8'));
    const page = pages.open(() => this.webContents, script, javascript !== false);
    this.webContents = new StandInContents(id, page, record);
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'));
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.load(url);
  }

  show(): void {
    this.isVisible = true;
  }
  hide(): void {
    this.isVisible = false;
  }
  setOverlayIcon(): void {}
  focus(): void {
    this.emit('focus');
  }
  restore(): void {}
  isMinimized(): boolean {
    return false;
  }

  destroy(): void {
    if (this.isDestroyed) return;
    this.isDestroyed = true;
    void this.webContents.page.then((page) => page.close());
    this.emit('closed');
  }
}
