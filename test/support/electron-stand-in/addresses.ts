/** Chromium cannot be taught a scheme from outside, so the app's pages live at a reserved origin that no network has. */
export const pageOrigin = 'https://tanggap.app.invalid';
export const appOrigin = 'app://tanggap';

/** `app://tanggap/x` as the page knows it. */
export function toPage(url: string): string {
  return url.startsWith(appOrigin) ? pageOrigin + url.slice(appOrigin.length) : url;
}

/** The page's address as Electron would tell it. */
export function toApp(url: string): string {
  if (url.startsWith(`blob:${pageOrigin}`))
    return `blob:${appOrigin}${url.slice(`blob:${pageOrigin}`.length)}`;
  return url.startsWith(pageOrigin) ? appOrigin + url.slice(pageOrigin.length) : url;
}
