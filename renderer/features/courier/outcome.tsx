import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './courier.module.css';

interface OutcomeProps {
  readonly isGood: boolean;
  readonly title?: string;
  readonly children: ReactNode;
}

/** What came of the last step, by icon, word and colour; told to screen readers when it appears. */
export function Outcome({ isGood, title, children }: OutcomeProps) {
  const Icon = isGood ? IconCheck : IconAlertTriangle;
  return (
    <div className={classes.outcome} data-good={isGood} role={isGood ? 'status' : 'alert'}>
      <Icon size={18} aria-hidden />
      <div>
        {title !== undefined && <strong>{title}</strong>}
        {children}
      </div>
    </div>
  );
}
