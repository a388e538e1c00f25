import type { ReactNode } from 'react';
import defaultCrest from '#resources/letterheads/default-crest.svg?url';
import type { Opd } from '#shared/domain/reference.ts';
import classes from './paper.module.css';

interface SheetProps {
  readonly opd: Opd;
  readonly title: string;
  /** Under the title: number, period. */
  readonly under: readonly string[];
  readonly children: ReactNode;
}

/** A4 with kop surat, centred title and number; page numbers come from the page's margin box. */
export function Sheet({ opd, title, under, children }: SheetProps) {
  return (
    <article className={classes.sheet} lang="id">
      <Letterhead opd={opd} />
      <h1 className={classes.title}>{title}</h1>
      <p className={classes.number}>
        {under.map((line) => (
          <span key={line}>
            {line}
            <br />
          </span>
        ))}
      </p>
      {children}
    </article>
  );
}

/** Only pictures kept with the office's data are drawn: paper never waits for a network. */
function logoOf(opd: Opd): string {
  return opd.letterhead.logo.startsWith('data:image/') ? opd.letterhead.logo : defaultCrest;
}

function Letterhead({ opd }: { readonly opd: Opd }) {
  const [one = '', two = '', three = ''] = opd.letterhead.lines;
  return (
    <header className={classes.letterhead}>
      <img className={classes.logo} src={logoOf(opd)} alt="" />
      <div className={classes.office}>
        <p className={classes.lineOne}>{one}</p>
        <p className={classes.lineTwo}>{two}</p>
        {three !== '' && <p className={classes.lineThree}>{three}</p>}
        <p className={classes.address}>{opd.letterhead.address}</p>
      </div>
      <span />
    </header>
  );
}

/** A heading that never stands alone at the foot of a page. */
export function Chapter({ children }: { readonly children: ReactNode }) {
  return <h2 className={classes.chapter}>{children}</h2>;
}

export interface FieldRow {
  readonly label: string;
  readonly value: ReactNode;
  /** Lines to write on by hand where the value is empty. */
  readonly blankLines?: number;
}

/** Labelled fields as on the official form; an empty one leaves room for handwriting. */
export function FieldTable({ rows }: { readonly rows: readonly FieldRow[] }) {
  return (
    <table className={classes.fields}>
      <tbody>
        {rows.map(({ label, value, blankLines = 1 }) => {
          const isEmpty = value === '' || value === null;
          return (
            <tr key={label} data-short={typeof value !== 'string' || value.length < 600}>
              <th scope="row">{label}</th>
              <td>{isEmpty ? <BlankLines count={blankLines} /> : value}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function BlankLines({ count }: { readonly count: number }) {
  return Array.from({ length: count }, (_, at) => at).map((line) => (
    <span key={line} className={classes.blank} />
  ));
}

interface TickProps {
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly chosen: string | null;
}

/** The choices of the form with the taken one crossed. */
export function TickBoxes({ options, chosen }: TickProps) {
  return (
    <span className={classes.choices}>
      {options.map(({ value, label }) => (
        <span key={value} className={classes.choice}>
          <span className={classes.box}>{value === chosen ? 'X' : ''}</span>
          {label}
        </span>
      ))}
    </span>
  );
}
