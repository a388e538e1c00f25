import print from '../i18n/id/print.ts';
import classes from './paper.module.css';

export interface Signer {
  /** `Madiun, 20 November 2026`; empty keeps the line free. */
  readonly place: string;
  readonly role: string;
  readonly name: string;
  readonly nip: string;
}

/** Signature blocks side by side: place and date, role, room for signature and stamp, name underlined, NIP. */
export function Signatures({ left, right }: { readonly left: Signer | null; readonly right: Signer }) {
  return (
    <section className={classes.signatures}>
      {left === null ? <span /> : <SignatureBlock signer={left} />}
      <SignatureBlock signer={right} />
    </section>
  );
}

function SignatureBlock({ signer }: { readonly signer: Signer }) {
  const { place, role, name, nip } = signer;
  return (
    <div className={classes.signature}>
      <p>{place === '' ? '\u00a0' : place}</p>
      <p>{role}</p>
      <div className={classes.room} />
      <p>
        <span className={classes.name}>{name === '' ? '\u00a0' : name}</span>
      </p>
      <p>
        {print.signature.nip} {nip === '' ? '………………………………' : nip}
      </p>
    </div>
  );
}
