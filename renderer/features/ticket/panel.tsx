import { type ReactNode, useId } from 'react';
import classes from './panel.module.css';

interface PanelProps {
  readonly title: string;
  /** At the right of the title. */
  readonly side?: ReactNode;
  readonly children: ReactNode;
}

/** One block of the ticket's right side. */
export function Panel({ title, side, children }: PanelProps) {
  const id = useId();
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <header className={classes.head}>
        <h2 id={id} className={classes.title}>
          {title}
        </h2>
        {side}
      </header>
      {children}
    </section>
  );
}
