import { err, ok, type Result } from '#shared/domain/result.ts';
import { onOneLine } from './letter.ts';
import { addressOf } from './people.ts';

/** How mail leaves this server. The address of the relay may hold a password: it is never logged. */
export interface MailSettings {
  readonly smtpUrl: string;
  readonly from: { readonly name: string; readonly address: string };
}

/** What an operator gave, from options or the environment; empty counts as not given. */
interface MailOptions {
  readonly smtpUrl?: string | undefined;
  readonly mailFrom?: string | undefined;
  readonly publicUrl?: string | undefined;
}

interface WrongOption {
  readonly field: 'smtp-url' | 'mail-from' | 'public-url';
  /** Never quotes the value. */
  readonly problem: string;
}

function protocolOf(text: string): string | null {
  return URL.canParse(text) ? new URL(text).protocol : null;
}

/**
 * Checks the settings of mail.
 * @returns the settings, `mail` null where neither relay nor sender is given; or the option at fault.
 */
export function readMailSettings({
  smtpUrl = '',
  mailFrom = '',
  publicUrl = '',
}: MailOptions): Result<
  { readonly mail: MailSettings | null; readonly publicUrl: string | null },
  WrongOption
> {
  if (publicUrl !== '' && !['http:', 'https:'].includes(protocolOf(publicUrl) ?? ''))
    return err({ field: 'public-url', problem: 'expected http://… or https://…' });
  const link = publicUrl === '' ? null : new URL(publicUrl).href.replace(/\/+$/, '');
  if (smtpUrl === '' && mailFrom === '') return ok({ mail: null, publicUrl: link });
  if (!['smtp:', 'smtps:'].includes(protocolOf(smtpUrl) ?? ''))
    return err({ field: 'smtp-url', problem: 'expected smtp://… or smtps://…' });
  const named = /^(.*)<([^<>]*)>$/s.exec(mailFrom.trim());
  const address = addressOf(named?.[2] ?? mailFrom);
  if (address === null)
    return err({ field: 'mail-from', problem: 'expected an address, or a name and <an address>' });
  const name = onOneLine(named?.[1] ?? '').replaceAll('"', '');
  return ok({ mail: { smtpUrl, from: { name, address } }, publicUrl: link });
}
