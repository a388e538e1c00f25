import { systemPlatform } from '../platform/system-clock.ts';
import { InputError } from './output.ts';
import { instantText } from './sla/instants.ts';

/** The instant an option `--now` names (UTC ms), or the present one. @throws InputError where it is no instant. */
export function readNow(text: string | undefined): number {
  if (text === undefined) return systemPlatform.clock();
  const parsed = instantText.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InputError('now', parsed.error.issues[0]?.message ?? 'invalid');
}
