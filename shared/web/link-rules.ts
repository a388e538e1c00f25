import { err, ok, type Result } from '../domain/result.ts';

/** The parts of a parsed address that the rules look at; a platform's `URL` fits. */
export type AddressParts = {
  readonly protocol: string;
  readonly host: string;
  readonly username: string;
  readonly password: string;
  readonly href: string;
};

/** The platform's URL parser: undefined where the text is no address. */
export type ParseAddress = (text: string) => AddressParts | undefined;

export const appScheme = 'app';
export const appHost = 'tanggap';
/** Origin of every page of the desktop app. */
export const appOrigin = `${appScheme}://${appHost}`;

const outsideSchemes: ReadonlySet<string> = new Set(['https:', 'mailto:', 'tel:']);
const longestLink = 2048;

function hasControlOrSpace(text: string): boolean {
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    // C0, C1, space, line separators and direction overrides change what a person or the next program reads.
    if (code <= 0x20 || (code >= 0x7f && code <= 0xa0)) return true;
    if (code === 0x2028 || code === 0x2029) return true;
    if ((code >= 0x200b && code <= 0x200f) || (code >= 0x202a && code <= 0x202e) || code === 0xfeff)
      return true;
    if (code >= 0x2066 && code <= 0x2069) return true;
  }
  return false;
}

/** True only for pages of the app itself: exactly `app://tanggap`, no user part, no port. Fails closed. */
export function isAppAddress(text: string, parse: ParseAddress): boolean {
  if (hasControlOrSpace(text) || text.includes('\\')) return false;
  const parts = parse(text);
  return (
    parts !== undefined &&
    parts.protocol === `${appScheme}:` &&
    parts.host === appHost &&
    parts.username === '' &&
    parts.password === '' &&
    (parts.href === appOrigin || parts.href.startsWith(`${appOrigin}/`))
  );
}

/**
 * The address to hand to the operating system, or `link_not_allowed`. Only https, mailto and tel leave the app;
 * no user part, no control or invisible characters, no backslash, at most 2,048 characters.
 */
export function outsideLink(text: string, parse: ParseAddress): Result<string, 'link_not_allowed'> {
  if (text.length > longestLink || hasControlOrSpace(text) || text.includes('\\'))
    return err('link_not_allowed');
  const parts = parse(text);
  if (parts === undefined || !outsideSchemes.has(parts.protocol)) return err('link_not_allowed');
  if (parts.username !== '' || parts.password !== '') return err('link_not_allowed');
  if (parts.protocol === 'https:' && (parts.host === '' || !/^https:\/\//i.test(text)))
    return err('link_not_allowed');
  return ok(parts.href);
}

const loopbackHost = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;

/**
 * The origin of a central server typed by a person, or `origin_not_allowed`. https always; http only for this
 * computer itself, because tokens would travel in clear text.
 */
export function serverOriginOf(text: string, parse: ParseAddress): Result<string, 'origin_not_allowed'> {
  const trimmed = text.trim();
  if (trimmed.length > 300 || hasControlOrSpace(trimmed) || trimmed.includes('\\'))
    return err('origin_not_allowed');
  const parts = parse(trimmed);
  if (parts === undefined || parts.host === '') return err('origin_not_allowed');
  if (parts.username !== '' || parts.password !== '') return err('origin_not_allowed');
  const local = parts.protocol === 'http:' && loopbackHost.test(parts.host);
  if (parts.protocol !== 'https:' && !local) return err('origin_not_allowed');
  const origin = `${parts.protocol}//${parts.host}`;
  if (parts.href !== `${origin}/` && parts.href !== origin) return err('origin_not_allowed');
  return ok(origin);
}
