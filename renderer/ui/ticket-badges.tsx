import {
  IconCircle,
  IconCircleCheck,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleHalf2,
  IconCircleX,
} from '@tabler/icons-react';
import type { TicketState } from '#shared/domain/codes.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import { isOpenState } from '#shared/domain/transitions.ts';
import classes from './badges.module.css';
import { useLabels } from './labels.ts';

const icons: Readonly<Record<TicketState, typeof IconCircle>> = {
  new: IconCircle,
  in_progress: IconCircleHalf2,
  waiting: IconCircleDashed,
  resolved: IconCircleCheck,
  closed: IconCircleCheckFilled,
  cancelled: IconCircleX,
};

interface StateBadgeProps {
  readonly state: TicketState;
  /** The ticket's policy, whose office's words are used. */
  readonly policy?: Ticket['policy'];
  readonly short?: boolean;
}

/** State of a ticket in word and icon. */
export function StateBadge({ state, policy, short = false }: StateBadgeProps) {
  const labels = useLabels();
  const Icon = icons[state];
  const full = labels.state(state, policy);
  return (
    <span className={classes.state} data-open={isOpenState(state)} title={short ? full : undefined}>
      <Icon size={15} aria-hidden className={classes.icon} />
      <span className={classes.text}>{short ? labels.stateShort(state) : full}</span>
    </span>
  );
}

const barHeights = [5, 8, 12] as const;

interface PriorityBadgeProps {
  readonly priority: number | null;
  readonly policy?: Ticket['policy'];
}

/** Priority in words with its number, and bars that also tell in grey print. */
export function PriorityBadge({ priority, policy }: PriorityBadgeProps) {
  const labels = useLabels();
  const lit = priority === null ? 0 : Math.max(1, 4 - priority);
  return (
    <span className={classes.priority} data-top={priority === 1}>
      <span className={classes.bars} aria-hidden>
        {barHeights.map((height, at) => (
          <span key={height} className={classes.bar} data-on={at < lit} style={{ height }} />
        ))}
      </span>
      <span className={classes.text}>{labels.priority(priority, policy)}</span>
    </span>
  );
}
