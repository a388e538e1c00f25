import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { type DeskBrowser, openBrowser } from '../e2e/support/browser.ts';
import { deviceRows, type SeenRows } from '../e2e/support/seen-rows.ts';

/** No address can be reached, that of the server not either; what is on the device must do. */
const withoutNetwork = ['--proxy-server=http://127.0.0.1:9', '--proxy-bypass-list=<-loopback>'];

/** Waits for a screen, ms: this test runs beside others and measures nothing. */
const patienceMs = 120_000;

/** The browser of the tests, which waits longer. */
export async function openPatiently(profile: string, more: readonly string[] = []): Promise<DeskBrowser> {
  const browser = await openBrowser(profile, more);
  browser.context.setDefaultTimeout(patienceMs);
  return browser;
}

/** A mutation as the device keeps it: waiting in the outbox, or acknowledged. */
interface QueuedMutation {
  readonly id: number;
  readonly name: string;
  /** `name` is that of a file. */
  readonly args: { readonly text?: string; readonly number?: string; readonly name?: string };
}

interface Queue {
  readonly outbox: readonly QueuedMutation[];
  readonly sent: readonly QueuedMutation[];
  /** The number the next mutation will get; null where the device has none yet. */
  readonly next: number | null;
}

/** Reads the browser's own database, past all product code. */
async function deskQueue(page: Page): Promise<Queue> {
  return page.evaluate(async () => {
    const all = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const names = (await indexedDB.databases()).map(({ name }) => name ?? '');
    const name = names.find((one) => one.startsWith('tanggap-') && one !== 'tanggap-profile');
    if (name === undefined) throw new Error('no desk database');
    const database = await all(indexedDB.open(name));
    const store = database.transaction(['outbox', 'sent', 'meta']);
    const outbox = await all(store.objectStore('outbox').getAll());
    const sent = await all(store.objectStore('sent').getAll());
    const sequence = await all(store.objectStore('meta').get('sequence'));
    database.close();
    return { outbox, sent, next: sequence?.value.next ?? null };
  });
}

/** How many pages of its first pull the device has stored so far; 0 where it has no database yet. */
export async function pulledPages(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name ?? '');
    const name = names.find((one) => one.startsWith('tanggap-') && one !== 'tanggap-profile');
    if (name === undefined) return 0;
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await done(indexedDB.open(name));
    const pages = await done(database.transaction(['packs']).objectStore('packs').count());
    database.close();
    return pages;
  });
}

/** What one mutation leaves behind, as the tally names it: the text of a note, the number of a ticket, the name of a file. */
const nameOf = ({ args }: QueuedMutation) => args.number ?? args.name ?? args.text ?? '';

function namesOf(rows: SeenRows): Set<string> {
  const names = [...rows].flatMap(([key, row]) => {
    const doc = JSON.parse(row) as { type?: string; text?: string; number?: string; name?: string };
    if (key.startsWith('ticket|')) return [doc.number ?? ''];
    if (key.startsWith('attachment|')) return [doc.name ?? ''];
    return key.startsWith('journal|') && doc.type === 'noted' ? [doc.text ?? ''] : [];
  });
  return new Set(names);
}

/** A row without its mutation, a mutation without its row, numbers with gaps: what must not be, lost or not. */
function faultsOf(rows: ReadonlySet<string>, { outbox, sent, next }: Queue): string[] {
  const queue = [...sent, ...outbox].sort((a, b) => a.id - b.id);
  const halves = queue.filter((mutation) => !rows.has(nameOf(mutation)));
  const faults = halves.map((mutation) => `"${nameOf(mutation)}" is queued, but its row is not there`);
  if (queue.some(({ id }, at) => id !== at + 1)) faults.push('mutation numbers have gaps or repeats');
  if (next !== queue.length + 1) faults.push(`${queue.length} mutations, and the next number is ${next}`);
  return faults;
}

/** Removes what says that another browser works in this profile: it does, but in the one this was copied from. */
export function forgetOwner(profile: string): void {
  for (const name of readdirSync(profile).filter((file) => file.startsWith('Singleton')))
    rmSync(path.join(profile, name), { force: true });
}

export interface DeskLook {
  readonly held: ReadonlySet<string>;
  readonly faults: readonly string[];
}

/** What the open app has on its device: rows and outbox together. `mine` tells the names the person of this test made. */
export async function lookAtDesk(page: Page, mine: (name: string) => boolean): Promise<DeskLook> {
  const rows = namesOf(await deviceRows(page));
  const queue = await deskQueue(page);
  const queued = new Set([...queue.outbox, ...queue.sent].map(nameOf));
  const orphans = [...rows].filter((name) => mine(name) && !queued.has(name));
  const held = new Set([...rows].filter((name) => queued.has(name)));
  const faults = faultsOf(rows, queue);
  return { held, faults: [...faults, ...orphans.map((name) => `the row of "${name}" has no mutation`)] };
}

/** Starts a new browser on a copied profile, with no server in reach: the app must open by itself, and hold what it held. */
export async function lookAtProfile(
  profile: string,
  origin: string,
  mine: (name: string) => boolean,
): Promise<DeskLook> {
  forgetOwner(profile);
  const browser = await openPatiently(profile, withoutNetwork);
  try {
    const { page } = browser;
    await page.goto(origin);
    await page
      .getByText(/^Luring/)
      .first()
      .waitFor();
    return await lookAtDesk(page, mine);
  } catch (error) {
    const words = error instanceof Error ? error.message.trim().split('\n')[0] : String(error);
    return { held: new Set(), faults: [`did not open: ${words}`] };
  } finally {
    await browser.kill();
  }
}
