import {
  IconCircle,
  IconCircleCheck,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleHalf2,
  IconCircleX,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { TicketState } from '#shared/domain/codes.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import { isOpenState } from '#shared/domain/transitions.ts';
import classes from './badges.module.css';
import { useLabels } from './labels.ts';

const looks = { size: 15, 'aria-hidden': true, className: classes.icon ?? '' } as const;
/** Made once: the list draws hundreds of them in a second. */
const icons: Readonly<Record<TicketState, ReactNode>> = {
  new: <IconCircle {...looks} />,
  in_progress: <IconCircleHalf2 {...looks} />,
  waiting: <IconCircleDashed {...looks} />,
  resolved: <IconCircleCheck {...looks} />,
  closed: <IconCircleCheckFilled {...looks} />,
  cancelled: <IconCircleX {...looks} />,
};

interface StateMarkProps {
  readonly state: TicketState;
  readonly text: string;
  readonly title?: string | undefined;
}

/** State of a ticket in given words, with its icon. */
export function StateMark({ state, text, title }: StateMarkProps) {
  return (
    <span className={classes.state} data-open={isOpenState(state)} title={title}>
      {icons[state]}
      <span className={classes.text}>{text}</span>
    </span>
  );
}

interface StateBadgeProps {
  readonly state: TicketState;
  /** The ticket's policy, whose office's words are used. */
  readonly policy?: Ticket['policy'];
  readonly short?: boolean;
}

/** State of a ticket in word and icon. */
export function StateBadge({ state, policy, short = false }: StateBadgeProps) {
  const labels = useLabels();
  const full = labels.state(state, policy);
  return short ? (
    <StateMark state={state} text={labels.stateShort(state)} title={full} />
  ) : (
    <StateMark state={state} text={full} />
  );
}

interface PriorityMarkProps {
  readonly priority: number | null;
  readonly text: string;
}

/** Priority in given words, and bars that also tell in grey print: three for priority 1. */
export function PriorityMark({ priority, text }: PriorityMarkProps) {
  const lit = priority === null ? 0 : Math.max(1, 4 - priority);
  return (
    <span className={classes.priority} data-top={priority === 1}>
      <span className={classes.bars} data-lit={lit} aria-hidden />
      <span className={classes.text}>{text}</span>
    </span>
  );
}

interface PriorityBadgeProps {
  readonly priority: number | null;
  readonly policy?: Ticket['policy'];
}

/** Priority in words with its number, and bars. */
export function PriorityBadge({ priority, policy }: PriorityBadgeProps) {
  return <PriorityMark priority={priority} text={useLabels().priority(priority, policy)} />;
}
