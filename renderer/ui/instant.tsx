import { useOfficeFormat } from './office-format.ts';

interface InstantProps {
  /** UTC ms. */
  readonly at: number;
  readonly long?: boolean;
}

/** An instant in the office's zone: `20 Nov 14.05` with the whole date in the tooltip, or the whole date itself. */
export function Instant({ at, long = false }: InstantProps) {
  const format = useOfficeFormat();
  const whole = format.long(at);
  return (
    <time dateTime={new Date(at).toISOString()} title={long ? undefined : whole}>
      {long ? whole : format.short(at)}
    </time>
  );
}
