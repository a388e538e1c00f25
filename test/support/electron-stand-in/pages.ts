import type { Browser, BrowserContext, Frame, Page, Route } from 'playwright-core';
import { appOrigin, pageOrigin, toApp } from './addresses.ts';
import { OriginBridge } from './origin-bridge.ts';
import { pack, unpack } from './page-values.ts';
import { watchScript } from './preload-script.ts';
import type { LaunchRecord } from './record.ts';
import type { StandInContents } from './stand-in-window.ts';

/** The sender of a request as Electron tells it, made from the real frame that asked. */
function senderFrame(frame: Frame) {
  const url = toApp(frame.url());
  const origin = url.startsWith('app://tanggap') ? 'app://tanggap' : (URL.parse(url)?.origin ?? 'null');
  return { url, origin, parent: frame.parentFrame() === null ? null : {} };
}

/** Opens pages for windows and wires them to what the main process set up. */
export class Pages {
  readonly #browser: Browser;
  readonly #record: LaunchRecord;
  readonly #kept: BrowserContext | undefined;
  readonly #contexts = new Map<boolean, Promise<BrowserContext>>();
  readonly #contents = new Map<Page, StandInContents>();
  #bridge: Promise<OriginBridge> | undefined;

  /** @param kept the context of a profile on a disk; whoever gave it closes it. */
  constructor(browser: Browser, record: LaunchRecord, kept?: BrowserContext) {
    this.#browser = browser;
    this.#record = record;
    this.#kept = kept;
  }

  async open(
    contents: () => StandInContents,
    preload: string | undefined,
    withScripts: boolean,
  ): Promise<Page> {
    const context = await this.#context(withScripts);
    const page = await context.newPage();
    this.#contents.set(page, contents());
    if (preload !== undefined) await page.addInitScript({ content: preload });
    page.on('pageerror', (error) => this.#record.pageErrors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && /content security policy|trusted ?type/i.test(message.text())) {
        this.#record.violations.push(message.text());
      }
    });
    return page;
  }

  async close(): Promise<void> {
    for (const made of this.#contexts.values()) {
      const context = await made;
      if (context !== this.#kept) await context.close();
    }
    await (await this.#bridge)?.stop();
  }

  /** Has the browser throw the databases of the app's pages away. */
  async clearDatabases(): Promise<void> {
    const page = [...this.#contents.keys()].find((each) => !each.isClosed());
    if (page === undefined) throw new Error('no page is open');
    const session = await page.context().newCDPSession(page);
    await session.send('Storage.clearDataForOrigin', { origin: pageOrigin, storageTypes: 'indexeddb' });
    await session.detach();
  }

  #context(withScripts: boolean): Promise<BrowserContext> {
    const known = this.#contexts.get(withScripts);
    if (known !== undefined) return known;
    const made = this.#makeContext(withScripts);
    this.#contexts.set(withScripts, made);
    return made;
  }

  async #makeContext(withScripts: boolean): Promise<BrowserContext> {
    const fresh = () =>
      this.#browser.newContext({
        viewport: { width: 1366, height: 768 },
        javaScriptEnabled: withScripts,
        serviceWorkers: 'block',
        locale: 'id-ID',
      });
    const context = withScripts && this.#kept !== undefined ? this.#kept : await fresh();
    await context.exposeBinding('__standInInvoke', ({ page, frame }, channel: string, args: unknown[]) =>
      this.#invoke(page, frame, channel, args),
    );
    await context.exposeBinding('__standInViolation', (_source, text: string) => {
      this.#record.violations.push(text);
    });
    await context.exposeBinding('__standInOpen', ({ page }, url: string) => {
      this.#contents.get(page)?.windowOpenHandler?.({ url: toApp(url) });
    });
    await this.#grant(context);
    await context.addInitScript({ content: watchScript });
    await context.route('**/*', (route) => this.#answer(route));
    context.on('page', (page) => void this.#closeStray(page));
    return context;
  }

  /** Chromium guards the local network by permission; the app's own handler decides, as in Electron. */
  async #grant(context: BrowserContext): Promise<void> {
    const check = this.#record.sessionHandlers.get('permissionCheck') as
      | ((contents: unknown, permission: string, origin: string) => boolean)
      | undefined;
    const names = ['local-network-access', 'local-network', 'loopback-network'];
    if (!names.every((name) => check?.(null, name, `${appOrigin}/`))) return;
    await context.grantPermissions(['local-network-access'], { origin: pageOrigin });
  }

  /** A page nobody opened a window for: a link with a target. The handler is asked, and the page never stays. */
  async #closeStray(page: Page): Promise<void> {
    const opener = await page.opener();
    if (opener === null) return;
    this.#contents.get(opener)?.windowOpenHandler?.({ url: toApp(page.url()) });
    await page.close();
  }

  async #invoke(page: Page, frame: Frame, channel: string, args: unknown[]): Promise<unknown> {
    const handler = this.#record.ipcHandlers.get(channel) as ((...values: unknown[]) => unknown) | undefined;
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    const event = { sender: this.#contents.get(page), senderFrame: senderFrame(frame) };
    const values = unpack(args) as unknown[];
    this.#record.requests.push({ channel, args: values });
    this.#record.signals.emit('request', channel);
    return pack(await handler(event, ...values));
  }

  async #answer(route: Route): Promise<void> {
    const request = route.request();
    const url = toApp(request.url());
    const contents = this.#contents.get(request.frame().page());
    if (request.isNavigationRequest() && contents !== undefined && !contents.isLoading) {
      const isMainFrame = request.frame().parentFrame() === null;
      // 204 ends a navigation and leaves the page where it is, as a prevented one does.
      if (!contents.mayNavigate(url, isMainFrame)) return route.fulfill({ status: 204 });
    }
    if (await this.#isFenced(url)) {
      this.#record.blockedRequests.push(url);
      return route.abort('blockedbyclient');
    }
    if (!request.url().startsWith(`${pageOrigin}/`)) return this.#passOn(route);
    const handler = this.#record.protocolHandler;
    if (handler === undefined) return route.abort();
    const answer = await handler(new Request(url, { method: request.method() }));
    const headers = Object.fromEntries(answer.headers);
    return route.fulfill({ status: answer.status, headers, body: Buffer.from(await answer.arrayBuffer()) });
  }

  /** To another origin: through the bridge, which gives the page the origin it has in Electron. */
  async #passOn(route: Route): Promise<void> {
    const url = route.request().url();
    if (!url.startsWith('http:')) return route.continue();
    this.#bridge ??= this.#startBridge();
    const bridge = await this.#bridge;
    return route.continue({ url: bridge.addressFor(url) });
  }

  async #startBridge(): Promise<OriginBridge> {
    const bridge = new OriginBridge(this.#record.crossOriginRequests);
    await bridge.start();
    return bridge;
  }

  #isFenced(url: string): Promise<boolean> {
    const handler = this.#record.sessionHandlers.get('onBeforeRequest') as
      | ((details: { url: string }, decide: (answer: { cancel?: boolean }) => void) => void)
      | undefined;
    if (handler === undefined) return Promise.resolve(false);
    return new Promise((resolve) => handler({ url }, (answer) => resolve(answer.cancel === true)));
  }
}
