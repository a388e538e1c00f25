import { useEffect, useMemo, useState } from 'react';
import { monthPeriod, previousMonth } from '#shared/recap/period.ts';
import type { Recap } from '#shared/recap/recap.ts';
import { useDesk, useReference } from '../../data/react.ts';
import { useOfficeZone } from '../../ui/office-format.ts';
import { type MonthTickets, readMonth, recapOfMonth } from './desk-recap.ts';

/** A recap on its way: read from the device, never from the network. */
export type RecapState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed' }
  /** Some of the tickets between these instants (UTC ms) are on the server alone. */
  | { readonly kind: 'partial'; readonly from: number; readonly to: number }
  | { readonly kind: 'ready'; readonly recap: Recap; readonly now: number };

/** Work goes on while a recap is looked at; it is read again once the tickets have rested this long. */
const restMs = 1_000;

/**
 * The recap of a month (`yyyy-mm`) for one office in its zone, or for all in scope (`opd` null) in the zone of the user's
 * own. Another office of the same zone is counted from what was read already; `turn` reads again.
 */
export function useRecap(month: string, opd: string | null, turn = 0): RecapState {
  const desk = useDesk();
  const version = useReference().version();
  const zone = useOfficeZone(opd ?? undefined);
  const period = useMemo(() => monthPeriod(month, zone), [month, zone]);
  const [loaded, setLoaded] = useState<MonthTickets | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` asks for another reading of the same month
  useEffect(() => {
    if (!period.ok) return;
    let isCurrent = true;
    let asked = 0;
    let rest: ReturnType<typeof setTimeout> | undefined;
    const read = () => {
      asked += 1;
      const attempt = asked;
      void readMonth(desk, period.value).then((result) => {
        if (isCurrent && attempt === asked) setLoaded(result);
      });
    };
    read();
    let seen = desk.index.version();
    const stop = desk.index.subscribe(() => {
      // The index also speaks when a deadline passes, which changes no ticket.
      if (desk.index.version() === seen) return;
      seen = desk.index.version();
      clearTimeout(rest);
      rest = setTimeout(read, restMs);
    });
    let wasLoading = false;
    const stopOlder = desk.older.subscribe(() => {
      const isLoading = desk.older.state().loading !== null;
      if (wasLoading && !isLoading) read();
      wasLoading = isLoading;
    });
    return () => {
      isCurrent = false;
      clearTimeout(rest);
      stop();
      stopOlder();
    };
  }, [desk, period, turn]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` stands for what the reference data holds now
  return useMemo(() => {
    if (!period.ok) return { kind: 'failed' };
    if (loaded === null || loaded.month !== period.value) return { kind: 'loading' };
    if (!loaded.isWhole)
      return { kind: 'partial', from: previousMonth(period.value).from, to: period.value.to };
    const recap = recapOfMonth(desk, loaded, opd);
    return recap === null ? { kind: 'failed' } : { kind: 'ready', recap, now: loaded.now };
  }, [period, loaded, opd, desk, version]);
}
