import type { Shell } from 'electron';
import type { Result } from '#shared/domain/result.ts';
import { outsideLink } from '#shared/web/link-rules.ts';
import { parseAddress } from './address.ts';

/** The one way out of the app: hands an allowed address to the operating system, refuses all others. */
export async function openOutside(shell: Shell, text: string): Promise<Result<string, 'link_not_allowed'>> {
  const link = outsideLink(text, parseAddress);
  if (link.ok) await shell.openExternal(link.value);
  return link;
}
