import type { TicketKind } from './codes.ts';
import { err, ok, type Result } from './result.ts';

const prefixes: Readonly<Record<TicketKind, string>> = {
  incident: 'INS',
  service_request: 'PLY',
  access_request: 'AKS',
  problem: 'MSL',
  change: 'PRB',
};

/** Crockford base32: no I, L, O, U, so that a number read over the telephone is not misheard. */
export const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export interface TicketNumber {
  readonly kind: TicketKind;
  readonly opd: string;
  /** Office-local year and month of registration, `yymm`. */
  readonly month: string;
  readonly device: string;
  readonly sequence: number;
}

const pattern =
  /^(INS|PLY|AKS|MSL|PRB)-([A-Z][A-Z0-9]{1,15})-(\d{2}(?:0[1-9]|1[0-2]))-([0-9A-HJKMNP-TV-Z]{2,3})-(\d{4,7})$/;

/** `INS-DINKES-2611-B7-0042`: unique without a server, printed on paper, never changed later. */
export function formatTicketNumber(parts: TicketNumber): string {
  const sequence = String(parts.sequence).padStart(4, '0');
  return `${prefixes[parts.kind]}-${parts.opd}-${parts.month}-${parts.device}-${sequence}`;
}

/** The parts of a ticket number; `malformed` where the text is not one. */
export function parseTicketNumber(text: string): Result<TicketNumber, 'malformed'> {
  const match = pattern.exec(text);
  if (match === null) return err('malformed');
  const [, prefix = '', opd = '', month = '', device = '', digits = ''] = match;
  const kind = (Object.keys(prefixes) as TicketKind[]).find((key) => prefixes[key] === prefix);
  if (kind === undefined) return err('malformed');
  return ok({ kind, opd, month, device, sequence: Number(digits) });
}

/** The two-character (from the 1,025th on three-character) code of the device enrolled as number `ordinal`, from 0. */
export function deviceCodeOf(ordinal: number): string {
  const width = ordinal < 1024 ? 2 : 3;
  let rest = ordinal < 1024 ? ordinal : ordinal - 1024;
  let code = '';
  for (let place = 0; place < width; place += 1) {
    code = crockford.charAt(rest % 32) + code;
    rest = Math.floor(rest / 32);
  }
  return code;
}
