/** A screen address has only plain segments; a dot, a percent sign or a backslash never names a screen. */
const screenAddress = /^(?:\/[A-Za-z0-9_-]{1,100}){1,8}\/?$/;

/**
 * Which built file answers a path, as a key of the manifest of known files ("/assets/x.js"); undefined is a 404.
 * The path is only looked up, never joined to a folder, so no spelling of ".." can leave it. Screen addresses
 * (client-side routes) get the page itself; paths under a reserved prefix (the server's own, such as "/api") do not.
 */
export function servedFile(
  path: string,
  manifest: ReadonlySet<string>,
  reserved: readonly string[] = [],
): string | undefined {
  if (path === '/') return manifest.has('/index.html') ? '/index.html' : undefined;
  if (manifest.has(path)) return path;
  if (!screenAddress.test(path)) return undefined;
  if (reserved.some((prefix) => path === prefix || path.startsWith(`${prefix}/`))) return undefined;
  if (path.startsWith('/assets/')) return undefined;
  return manifest.has('/index.html') ? '/index.html' : undefined;
}
