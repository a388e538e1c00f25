import type { Page } from 'playwright-core';

const noteBox = 'Catatan yang hanya dibaca petugas';
const noteSaved = 'Catatan tersimpan di perangkat';

declare global {
  /** What the page has seen acknowledged, and what went wrong; put there by `startWriting`. */
  var tanggapWriting: { readonly kept: string[]; failure: string | null; isOver: boolean };
}

/**
 * A person who writes notes on the open ticket as fast as the screen takes them: the next one when the screen says that
 * the last one is saved. Works within the page, so that nothing between page and test slows it down. A `hasty` person does
 * not wait for that to count a note as saved: a mistake to be found.
 */
export async function startWriting(page: Page, prefix: string, isHasty = false): Promise<void> {
  await page.keyboard.press('n');
  await page.getByRole('textbox', { name: noteBox }).waitFor();
  await page.evaluate(
    ({ name, saved, start, isTooEarly }) => {
      const box = document.querySelector<HTMLTextAreaElement>(`textarea[aria-label="${name}"]`);
      let place: Element | null = box;
      while (place !== null && place.querySelector('[role=status]') === null) place = place.parentElement;
      const setValue = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set;
      if (box === null || place === null || setValue === undefined) throw new Error('no box for notes');
      const foot = place;
      const writing: typeof globalThis.tanggapWriting = { kept: [], failure: null, isOver: false };
      globalThis.tanggapWriting = writing;
      const status = () => foot.querySelector('[role=status]')?.textContent ?? '';
      const untilSeen = (isSeen: () => boolean) =>
        new Promise<void>((resolve) => {
          if (isSeen()) return resolve();
          const look = new MutationObserver(() => {
            if (!isSeen()) return;
            look.disconnect();
            resolve();
          });
          look.observe(foot, { subtree: true, childList: true, characterData: true });
        });
      const write = async () => {
        for (let note = 1; !writing.isOver; note += 1) {
          const text = `${start}${note}.`;
          setValue.call(box, text);
          box.dispatchEvent(new Event('input', { bubbles: true }));
          await untilSeen(() => status() !== saved);
          if (isTooEarly) writing.kept.push(text);
          const press = { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true };
          box.dispatchEvent(new KeyboardEvent('keydown', press));
          const alert = () => foot.querySelector('[role=alert]')?.textContent ?? null;
          await untilSeen(() => status() === saved || alert() !== null);
          if (alert() !== null) {
            writing.failure = alert();
            return;
          }
          if (!isTooEarly) writing.kept.push(text);
        }
      };
      void write();
    },
    { name: noteBox, saved: noteSaved, start: prefix, isTooEarly: isHasty },
  );
}

/** The notes the screen has said are saved, so far. Throws where it said that one is not. */
export async function keptNotes(page: Page): Promise<string[]> {
  const { kept, failure } = await page.evaluate(() => globalThis.tanggapWriting);
  if (failure !== null) throw new Error(`a note was not saved: ${failure}`);
  return kept;
}

/** FRM-002; returns the number of the ticket that the screen says is saved on the device. */
export async function registerTicket(page: Page, origin: string, title: string): Promise<string> {
  await page.goto(`${origin}/#/tiket`);
  await page.getByText('menunggu dikirim').first().waitFor();
  await page.keyboard.press('c');
  await page.getByRole('heading', { name: 'FRM-002 Pencatatan' }).waitFor();
  await page.getByRole('textbox', { name: 'Judul Tiket' }).fill(title);
  await page
    .getByRole('combobox', { name: 'Klien' })
    .or(page.getByRole('textbox', { name: 'Klien' }))
    .first()
    .fill('Sri Wahyuni');
  await page.getByRole('combobox', { name: 'Kategori Tiket' }).selectOption({ label: 'Insiden - Jaringan' });
  await page.getByRole('textbox', { name: 'Isi Tiket' }).fill('Seluruh loket tidak terhubung.');
  await page.keyboard.press('Control+Enter');
  const saved = page.getByRole('heading', { name: /^Tiket \S+ tercatat/ });
  await saved.waitFor();
  await page.getByText('Tersimpan di perangkat').first().waitFor();
  return /INS-\S+/.exec((await saved.textContent()) ?? '')?.[0] ?? '';
}
