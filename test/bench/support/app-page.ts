import type { Page } from 'playwright-core';
import type { Login } from '../page/contract.ts';

const savedFilter = 'nav button[aria-pressed]';

/** Resolves when the app's list says that it holds so many tickets. */
export async function waitForList(page: Page, total: number): Promise<void> {
  await page.waitForFunction(
    ([selector, wanted]) => {
      const first = document.querySelector(selector)?.textContent ?? '';
      return Number(first.replace(/\D/g, '')) === wanted;
    },
    [savedFilter, total] as const,
    { polling: 500, timeout: 300_000 },
  );
}

/** Signs in on the app's own log-in screen and waits until the first pull has filled the list. */
export async function signInToApp(page: Page, origin: string, login: Login, total: number): Promise<void> {
  await page.goto(origin);
  await page.fill('input[autocomplete=username]', login.username);
  await page.fill('input[autocomplete=current-password]', login.password);
  await page.click('button[type=submit]');
  await waitForList(page, total);
}

/** The saved filters, "all" first. */
export function savedFilters(page: Page) {
  return page.locator(savedFilter);
}

/**
 * Time from a real key or click until the answering list is painted, ms; undefined where the list had nothing to change.
 * Needs `watchPaints` on the page.
 */
export async function paintAfter(page: Page, act: () => Promise<void>): Promise<number | undefined> {
  await page.evaluate(() => {
    window.paints = [];
    window.waitsForPaint = true;
  });
  await act();
  const painted = await page
    .waitForFunction(() => window.paints[0], undefined, { polling: 20, timeout: 500 })
    .catch(() => undefined);
  await page.evaluate(() => {
    window.waitsForPaint = false;
  });
  return painted?.jsonValue();
}
