import type { Opd, User } from '#shared/domain/reference.ts';
import type { FormRecord } from '#shared/forms/form.ts';
import type { ReferenceData } from '../data/contract.ts';
import print from '../i18n/id/print.ts';
import { fill } from './paper-words.ts';
import type { Signer } from './signatures.tsx';

/** An office without letterhead, for a device that does not know the office (any more). */
function unknownOpd(code: string): Opd {
  return {
    code,
    name: code,
    policy: '',
    letterhead: { lines: ['', code, ''], address: '', city: '', logo: '' },
    head: { title: '', name: '', nip: '' },
  };
}

/** The office whose letterhead goes on the paper. */
export function paperOpd(reference: ReferenceData, code: string): Opd {
  return reference.opd(code) ?? unknownOpd(code);
}

/** `Madiun, 20 November 2026`, or the date alone where the office names no city. */
export function placeAndDate(opd: Opd, day: string): string {
  return opd.letterhead.city === '' ? day : `${opd.letterhead.city}, ${day}`;
}

/** A member of the staff as signer. */
export function signerOf(user: User | undefined, role: string, place: string): Signer {
  return { place, role, name: user?.name ?? '', nip: user?.nip ?? '' };
}

/** The line under a form's title: its number, and how often it was revised. */
export function formNumber({ number, revision }: Pick<FormRecord, 'number' | 'revision'>): string {
  return `${fill(print.number, { number })} · ${fill(print.revision, { revision })}`;
}
