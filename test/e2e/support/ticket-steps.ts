import type { Page } from 'playwright-core';
import { type Ticket, ticketSchema } from '#shared/domain/ticket.ts';
import { deviceRows } from './seen-rows.ts';
import { until } from './until.ts';

/** The tickets a device holds, newest number last. */
export async function deviceTickets(page: Page): Promise<Ticket[]> {
  const tickets = [...(await deviceRows(page))]
    .filter(([key]) => key.startsWith('ticket|'))
    .map(([, row]) => ticketSchema.parse(JSON.parse(row)));
  return tickets.sort((a, b) => a.reportedAt - b.reportedAt || a.number.localeCompare(b.number));
}

/** The ticket's page, as by a link to it. */
export async function openTicketPage(page: Page, ticket: Ticket): Promise<void> {
  await goTo(page, `/tiket/${encodeURIComponent(ticket.id)}`);
  await page.getByRole('article', { name: ticket.number }).waitFor();
}

/** An address of the app, within the page that is open. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, path);
}

/** Corrects one field with its pencil; done when the device has it. */
export async function correctField(page: Page, name: string, value: string): Promise<void> {
  await page.getByRole('button', { name: `Ubah ${name}`, exact: true }).click();
  const field = page.getByRole('textbox', { name, exact: true });
  await field.fill(value);
  await field.press('Control+Enter');
  await field.waitFor({ state: 'detached' });
}

const messages = {
  note: { key: 'n', box: 'Catatan yang hanya dibaca petugas', saved: 'Catatan tersimpan di perangkat' },
  reply: { key: 'r', box: 'Balasan untuk pelapor', saved: 'Balasan tersimpan di perangkat' },
} as const;

/** Writes internal notes one after the other on the ticket that is open. */
export function writeNotes(page: Page, texts: readonly string[]): Promise<void> {
  return writeMessages(page, 'note', texts);
}

/** Writes notes or replies on the ticket that is open, each when the screen has said that the one before is saved. */
export async function writeMessages(
  page: Page,
  kind: keyof typeof messages,
  texts: readonly string[],
): Promise<void> {
  const { key, box: name, saved } = messages[kind];
  await page.keyboard.press(key);
  const box = page.getByRole('textbox', { name });
  await box.waitFor();
  for (const text of texts) {
    await until('the box to be free', async () => ((await box.inputValue()) === '' ? true : undefined));
    await box.focus();
    await page.keyboard.insertText(text);
    await page.keyboard.press('Control+Enter');
    await page.getByText(saved).waitFor();
  }
}

/** A status change from the menu, with the words its dialog asks for. */
export async function changeStatus(page: Page, action: string, field: string, words: string): Promise<void> {
  await page.getByRole('button', { name: 'Ubah status' }).last().click();
  await page.getByRole('menuitem', { name: action }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: field }).fill(words);
  await page.keyboard.press('Control+Enter');
  await dialog.waitFor({ state: 'detached' });
}

/** Waits until the status bar says the device is connected, or is not. */
export async function untilConnected(page: Page, isConnected: boolean): Promise<void> {
  await page
    .getByText(isConnected ? /^Daring/ : /^Luring/)
    .first()
    .waitFor({ timeout: 60_000 });
}

/** Waits until the status bar counts so many items to review. */
export async function untilToReview(page: Page, count: number): Promise<void> {
  await page.getByText(`${count} perlu ditinjau`, { exact: true }).waitFor({ timeout: 90_000 });
}
