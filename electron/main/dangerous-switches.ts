/** Command-line switches that open the app to others: debugging, foreign code, and protections turned off. */
export const dangerousSwitches = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'inspect',
  'inspect-brk',
  'js-flags',
  'load-extension',
  'disable-extensions-except',
  'disable-web-security',
  'disable-site-isolation-trials',
  'allow-running-insecure-content',
  'unsafely-treat-insecure-origin-as-secure',
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'host-rules',
  'host-resolver-rules',
  'no-sandbox',
  'disable-gpu-sandbox',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'browser-subprocess-path',
] as const;

/** The dangerous switches that are set. A packaged app must not start with any. */
export function foundSwitches(hasSwitch: (name: string) => boolean): string[] {
  return dangerousSwitches.filter((name) => hasSwitch(name));
}
