import { useDesk } from '../data/react.ts';
import { useOfficeFormat } from './office-format.ts';

interface InstantProps {
  /** UTC ms. */
  readonly at: number;
  readonly long?: boolean;
  /** Office in whose zone it is told; left out, the user's own. */
  readonly opd?: string;
}

/**
 * An instant in the office's zone: `20 Nov 14.05` (with the year where it is not the present one) and the whole date in the
 * tooltip, or the whole date itself.
 */
export function Instant({ at, long = false, opd }: InstantProps) {
  const desk = useDesk();
  const format = useOfficeFormat(opd);
  const whole = format.long(at);
  return (
    <time dateTime={new Date(at).toISOString()} title={long ? undefined : whole}>
      {long ? whole : format.short(at, desk.now())}
    </time>
  );
}
