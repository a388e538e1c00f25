import type { App } from 'electron';
import { isAppAddress } from '#shared/web/link-rules.ts';
import { parseAddress } from './address.ts';

type Preventable = { preventDefault: () => void };

/** Every web contents, whoever made it: stays on the app, opens no windows, embeds no foreign contents. */
export function guardNavigation(app: App, openLink: (url: string) => void): void {
  app.on('web-contents-created', (_event, contents) => {
    const stay = (event: Preventable, url: string) => {
      if (!isAppAddress(url, parseAddress)) event.preventDefault();
    };
    contents.on('will-navigate', (event) => stay(event, event.url));
    contents.on('will-frame-navigate', (event) => stay(event, event.url));
    contents.on('will-redirect', (event) => stay(event, event.url));
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      // A link with target=_blank is what people click; the rule for outside links decides.
      openLink(url);
      return { action: 'deny' };
    });
  });
}
