import type { ReactNode } from 'react';
import classes from './settings.module.css';

/** A part of a page under its heading. */
export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={classes.section}>
      <h3 className={classes.part}>{title}</h3>
      {children}
    </section>
  );
}
