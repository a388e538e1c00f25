import path from 'node:path';
import { app, Menu, protocol } from 'electron';
import { appScheme } from '#shared/web/link-rules.ts';
import { foundSwitches } from './dangerous-switches.ts';
import { startDesk } from './start-desk.ts';

/** Problems of the shell itself, by kind alone: no text of tickets, no names, no addresses. */
function report(error: unknown): void {
  const code = (error as { code?: unknown } | null)?.code;
  console.error(
    `desktop shell: ${error instanceof Error ? error.name : 'unknown'}${code === undefined ? '' : ` ${code}`}`,
  );
}

// Order matters: the folder of the profile and the lock come before anything that could open a database.
const givenFolder = app.isPackaged ? undefined : process.env.TANGGAP_USER_DATA;
app.setPath('userData', givenFolder ?? path.join(app.getPath('appData'), 'Tanggap'));
const dangerous = app.isPackaged ? foundSwitches((name) => app.commandLine.hasSwitch(name)) : [];

if (dangerous.length > 0) {
  console.error(`refusing to start with --${dangerous.join(', --')}`);
  app.exit(1);
} else if (!app.requestSingleInstanceLock()) {
  app.quit();
} else {
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
  // Menus of macOS are needed for copy and paste; elsewhere the window has none.
  if (process.platform !== 'darwin') Menu.setApplicationMenu(null);
  app.on('window-all-closed', () => app.quit());
  app
    .whenReady()
    .then(() => startDesk(path.join(import.meta.dirname, '..'), report))
    .catch((error: unknown) => {
      report(error);
      app.exit(1);
    });
}
