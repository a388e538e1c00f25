import { app, type BrowserWindow, Menu, nativeImage, Tray } from 'electron';
import type { Standing } from '#shared/ipc/contract.ts';
import { trayPicture } from './tray-picture.ts';

/** What the menu beside the computer's clock does. */
export type TrayMeans = {
  readonly window: () => BrowserWindow | undefined;
  readonly open: () => void;
  readonly quit: () => void;
  readonly report: (error: unknown) => void;
};

/**
 * Shows how the deadlines stand beside the computer's clock and on the app's icon, as far as the system can. The picture
 * comes with the first standing and goes with null.
 */
export function createTray({ window, open, quit, report }: TrayMeans): (standing: Standing | null) => void {
  let tray: Tray | undefined;

  function draw(standing: Standing): void {
    const image = nativeImage.createFromBuffer(trayPicture(standing), { scaleFactor: 2 });
    if (tray === undefined) {
      tray = new Tray(image);
      tray.on('click', open);
    } else {
      tray.setImage(image);
    }
    tray.setToolTip(standing.tooltip);
    const { menu } = standing;
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: menu.open, click: open },
        { type: 'separator' },
        { label: menu.quit, click: quit },
      ]),
    );
  }

  /** The task bar of Windows takes a small picture, the others a number. */
  function mark(late: number, tooltip: string): void {
    if (process.platform !== 'win32') {
      app.setBadgeCount(late);
      return;
    }
    const picture =
      late === 0
        ? null
        : nativeImage.createFromBuffer(trayPicture({ late, approaching: 0 }), { scaleFactor: 2 });
    window()?.setOverlayIcon(picture, tooltip);
  }

  return (standing) => {
    mark(standing?.late ?? 0, standing?.tooltip ?? '');
    if (standing === null) {
      tray?.destroy();
      tray = undefined;
      return;
    }
    try {
      draw(standing);
    } catch (error) {
      // Some desktops have no place for it; everything else goes on.
      report(error);
    }
  };
}
