import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { app, ipcMain, powerMonitor, protocol, session, shell } from 'electron';
import { createDeadlineTeller } from '#shared/deadlines/deadline-teller.ts';
import { appOrigin, appScheme, serverOriginOf } from '#shared/web/link-rules.ts';
import { parseAddress } from './address.ts';
import { createAppProtocol } from './app-protocol.ts';
import { listBuiltFiles } from './built-files.ts';
import { serveRequests } from './ipc-gate.ts';
import { openMainWindow, showWindow } from './main-window.ts';
import { guardNavigation } from './navigation-guard.ts';
import { fenceNetwork } from './network-fence.ts';
import { createNotices } from './notices.ts';
import { openOutboxJournals } from './outbox-journal/outbox-journals.ts';
import { openOutside } from './outside-link.ts';
import { guardPermissions } from './permissions.ts';
import { createPrintJobs } from './print-jobs.ts';
import { createRequestHandlers } from './request-handlers.ts';
import { openSettings } from './settings-file.ts';
import { systemClock } from './system-clock.ts';
import { randomToken } from './system-random.ts';
import { createTray } from './tray.ts';

/** The server address given for this run; development only, a packaged app takes what its user entered. */
function originGiven(): string | undefined {
  const text = app.isPackaged ? undefined : process.env.TANGGAP_SERVER_ORIGIN;
  if (text === undefined) return undefined;
  const read = serverOriginOf(text, parseAddress);
  return read.ok ? read.value : undefined;
}

/** Sets all guards, then serves the app's files and requests, then opens the window. `outFolder` holds the built app. */
export function startDesk(outFolder: string, report: (error: unknown) => void): void {
  const withDevTools = !app.isPackaged;
  const userData = app.getPath('userData');
  const settings = openSettings(userData, report);
  const givenOrigin = originGiven();
  const serverOrigin = () => givenOrigin ?? settings.serverOrigin();
  const printJobs = createPrintJobs(randomToken);

  guardPermissions(session.defaultSession);
  fenceNetwork(session.defaultSession, serverOrigin, withDevTools);
  guardNavigation(app, (url) => void openOutside(shell, url).catch(report));

  const files = listBuiltFiles(path.join(outFolder, 'renderer'));
  protocol.handle(
    appScheme,
    createAppProtocol({ files, readFile, printJobs, nonce: randomToken, serverOrigin }),
  );

  let window: ReturnType<typeof openMainWindow> | undefined;
  const notify = createNotices(() => window);
  const deadlines = createDeadlineTeller({ ...systemClock, show: notify });
  // Timers stand still while the computer sleeps.
  powerMonitor.on('resume', () => deadlines.check());
  powerMonitor.on('unlock-screen', () => deadlines.check());
  const bringForward = () => (window === undefined ? open() : showWindow(window));
  const showStanding = createTray({
    window: () => window,
    open: bringForward,
    quit: () => app.quit(),
    report,
  });
  const { platform } = process;
  const means = {
    version: app.getVersion(),
    platform,
    shell,
    printJobs,
    token: randomToken,
    notify,
    deadlines,
    showStanding,
    settings,
    journals: openOutboxJournals(path.join(userData, 'outbox'), report),
    userData,
    clearDatabases: () =>
      session.defaultSession.clearStorageData({ origin: appOrigin, storages: ['indexdb'] }),
    givenOrigin,
    report,
  };
  serveRequests(ipcMain, createRequestHandlers(means), report);

  const open = () => {
    window = openMainWindow(path.join(outFolder, 'preload', 'index.cjs'), withDevTools);
    window.once('closed', () => {
      window = undefined;
    });
  };
  app.on('second-instance', bringForward);
  open();
}
