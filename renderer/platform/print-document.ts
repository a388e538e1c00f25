import { nonceMark } from '#shared/web/content-security-policy.ts';

interface MarkupPolicy {
  createHTML(text: string): string;
}
interface PolicyFactory {
  createPolicy(name: string, rules: { createHTML(text: string): string }): MarkupPolicy;
}

let policy: MarkupPolicy | undefined;

/**
 * Markup that goes into a document without scripts and nowhere else; hence its own policy beside the page's default,
 * which refuses markup.
 */
function printMarkup(html: string): string {
  const factory = (globalThis as { readonly trustedTypes?: PolicyFactory }).trustedTypes;
  if (factory === undefined) return html;
  policy ??= factory.createPolicy('tanggap-print', { createHTML: (text) => text });
  return policy.createHTML(html);
}

function pageNonce(document: Document): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}

/** Fonts and pictures must be there before the print dialog takes its copy. */
async function settled(document: Document): Promise<void> {
  const pictures = [...document.images].filter((picture) => !picture.complete);
  const arrived = (picture: HTMLImageElement) =>
    new Promise<void>((resolve) => {
      picture.addEventListener('load', () => resolve(), { once: true });
      picture.addEventListener('error', () => resolve(), { once: true });
    });
  await Promise.all([document.fonts.ready, ...pictures.map(arrived)]);
}

/** Prints an HTML document from a hidden frame in which no script runs; the frame goes away after the dialog. */
export async function printDocument(window: Window & typeof globalThis, html: string): Promise<void> {
  const page = window.document;
  const frame = page.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-same-origin allow-modals');
  frame.setAttribute('aria-hidden', 'true');
  frame.tabIndex = -1;
  // Not `display: none`: some browsers print nothing of a frame that is not laid out.
  Object.assign(frame.style, {
    position: 'fixed',
    width: '0',
    height: '0',
    border: '0',
    visibility: 'hidden',
  });
  page.body.append(frame);
  try {
    const target = frame.contentDocument;
    const view = frame.contentWindow;
    if (target === null || view === null) return;
    const marked = html.replaceAll(nonceMark, pageNonce(page));
    const parsed = new DOMParser().parseFromString(printMarkup(marked), 'text/html');
    for (const script of parsed.querySelectorAll('script')) script.remove();
    target.replaceChild(target.importNode(parsed.documentElement, true), target.documentElement);
    await settled(target);
    view.print();
  } finally {
    frame.remove();
  }
}
