import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ok } from '#shared/domain/result.ts';
import { type JournalDisk, journalDisk } from '../../../electron/main/outbox-journal/journal-disk.ts';
import { type KeptFilesDisk, keptFilesDisk } from '../../../electron/main/outbox-journal/kept-files-disk.ts';
import { openOutboxJournals } from '../../../electron/main/outbox-journal/outbox-journals.ts';
import type { OutboxJournal } from '../../../renderer/platform/device-storage.ts';

/** The desktop app's own journal on a real folder, without the bridge between. */
export class JournalFolder {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'tanggap-recovery-'));
  readonly reports: unknown[] = [];
  /** While true, no append comes to the disk. */
  isFull = false;

  /** As a fresh start of the app opens it. */
  open(): OutboxJournal {
    const disk: JournalDisk = {
      ...journalDisk,
      append: async (...args) => {
        if (this.isFull) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
        return journalDisk.append(...args);
      },
    };
    const fileDisk: KeptFilesDisk = {
      ...keptFilesDisk,
      write: async (...args) => {
        if (this.isFull) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
        return keptFilesDisk.write(...args);
      },
    };
    const report = (error: unknown) => this.reports.push(error);
    const journals = openOutboxJournals(this.#folder, report, disk, fileDisk);
    return { ...journals, marker: async () => ok(await journals.marker()) };
  }

  /** Changes the bytes of the one journal in the folder. */
  damage(change: (bytes: Buffer) => Buffer): void {
    writeFileSync(this.file, change(readFileSync(this.file)));
  }

  /** Changes the bytes of the one file that is kept. */
  damageFile(change: (bytes: Buffer) => Buffer): void {
    const folder = readdirSync(this.#folder).find((each) => each.endsWith('.files')) ?? '';
    const [name = ''] = readdirSync(path.join(this.#folder, folder));
    const file = path.join(this.#folder, folder, name);
    writeFileSync(file, change(readFileSync(file)));
  }

  get file(): string {
    const name = readdirSync(this.#folder).find((each) => each.endsWith('.journal'));
    if (name === undefined) throw new Error('no journal');
    return path.join(this.#folder, name);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
