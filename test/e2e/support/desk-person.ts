import type { Page } from 'playwright-core';
import { until } from './until.ts';

export const demoPassword = 'Tanggap-Demo-2026';

/** Signs in on the log-in page, by keyboard, and waits for the list. */
export async function signIn(page: Page, origin: string, username: string): Promise<void> {
  await page.goto(origin);
  await page.getByRole('textbox', { name: 'Nama pengguna' }).waitFor();
  await tabTo(page, 'Nama pengguna');
  await page.keyboard.type(username);
  await page.keyboard.press('Tab');
  await page.keyboard.type(demoPassword);
  await page.keyboard.press('Enter');
  await page.getByRole('contentinfo').or(page.getByText('menunggu dikirim')).first().waitFor();
}

/** Presses Tab until the control with this accessible name has the focus, as a person without a mouse does. */
export async function tabTo(page: Page, name: string, role?: string): Promise<void> {
  for (let press = 0; press < 80; press += 1) {
    const isThere = await page.evaluate(
      ({ wanted, wantedRole }) => {
        const at = document.activeElement;
        if (!(at instanceof HTMLElement)) return false;
        const labels =
          at instanceof HTMLInputElement ||
          at instanceof HTMLTextAreaElement ||
          at instanceof HTMLSelectElement
            ? [...(at.labels ?? [])]
            : [];
        const said = [
          at.getAttribute('aria-label'),
          ...labels.map((label) => label.textContent),
          labels.length === 0 ? at.textContent : null,
        ]
          .filter((text) => text !== null)
          .map((text) => (text ?? '').replace(/\*/g, '').replace(/\s+/g, ' ').trim());
        const role =
          at.getAttribute('role') ?? (at instanceof HTMLInputElement ? at.type : at.tagName.toLowerCase());
        return (
          said.some((text) => text === wanted || text.startsWith(`${wanted} `)) &&
          (wantedRole === undefined || role === wantedRole)
        );
      },
      { wanted: name, wantedRole: role },
    );
    if (isThere) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`No way by Tab to "${name}"`);
}

/** Types the first letters of an option into the focused list, as a keyboard user does, and checks what was chosen. */
export async function chooseByTyping(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text, { delay: 5 });
  const chosen = await page.evaluate(() => {
    const at = document.activeElement;
    return at instanceof HTMLSelectElement ? (at.selectedOptions[0]?.textContent ?? '') : '';
  });
  if (!chosen.startsWith(text)) throw new Error(`"${text}" was typed, "${chosen}" is chosen`);
}

/** What the status bar says, e.g. how many items wait to be sent. */
export async function waitingToBeSent(page: Page): Promise<number> {
  const text = await page
    .getByText(/\d+ menunggu dikirim/)
    .first()
    .textContent();
  return Number(/(\d+) menunggu dikirim/.exec(text ?? '')?.[1] ?? Number.NaN);
}

/** Waits until nothing waits to be sent any more. */
export async function untilSent(page: Page): Promise<void> {
  await until(
    'everything to be sent',
    async () => ((await waitingToBeSent(page)) === 0 ? true : undefined),
    90_000,
  );
}
