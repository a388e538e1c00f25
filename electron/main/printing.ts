import { BrowserWindow, type WebContents } from 'electron';
import type { PrintSource } from '#shared/ipc/contract.ts';
import { appOrigin } from '#shared/web/link-rules.ts';
import type { PrintJobs } from './print-jobs.ts';

/**
 * Runs `work` on what is to be printed: the asking window itself, or a hidden window without scripts and without the
 * bridge that shows the document handed in.
 */
async function withPrintable<T>(
  source: PrintSource,
  sender: WebContents,
  jobs: PrintJobs,
  work: (contents: WebContents) => Promise<T>,
): Promise<T> {
  if (source.from === 'window') return work(sender);
  const path = jobs.add(source.html);
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      javascript: false,
      devTools: false,
      spellcheck: false,
    },
  });
  try {
    await window.loadURL(`${appOrigin}${path}`);
    return await work(window.webContents);
  } finally {
    jobs.remove(path);
    window.destroy();
  }
}

/** The document as PDF on A4, unless its own `@page` rule says otherwise. */
export function printToPdf(source: PrintSource, sender: WebContents, jobs: PrintJobs): Promise<Uint8Array> {
  return withPrintable(source, sender, jobs, (contents) =>
    contents.printToPDF({ pageSize: 'A4', printBackground: true, preferCSSPageSize: true }),
  );
}

/** Shows the system's print dialog; false when the person closed it or the printer refused. */
export function printToPaper(source: PrintSource, sender: WebContents, jobs: PrintJobs): Promise<boolean> {
  return withPrintable(
    source,
    sender,
    jobs,
    (contents) =>
      new Promise((resolve) =>
        contents.print({ printBackground: true, pageSize: 'A4' }, (printed) => resolve(printed)),
      ),
  );
}
