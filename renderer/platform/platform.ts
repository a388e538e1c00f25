import type { DesktopBridge } from '#shared/ipc/bridge.ts';
import { createBrowserPlatform } from './browser-platform.ts';
import type { Platform } from './contract.ts';
import { createElectronPlatform } from './electron-platform.ts';

const bridge = (window as { readonly tanggap?: DesktopBridge }).tanggap;

/** The surroundings this page runs in; for windows only, a worker has none. */
export const platform: Platform =
  bridge === undefined
    ? createBrowserPlatform(window)
    : createElectronPlatform(bridge, () => window.location.reload());
