import { useEffect, useMemo, useState } from 'react';
import type { Ticket } from '#shared/domain/ticket.ts';
import { type MonthPeriod, monthPeriod, previousMonth } from '#shared/recap/period.ts';
import { buildRecap, type Recap } from '#shared/recap/recap.ts';
import type { DeskStore } from '../../data/contract.ts';
import { useDesk, useReference } from '../../data/react.ts';
import { useOfficeZone } from '../../ui/office-format.ts';

/** A recap on its way: read from the device, never from the network. */
export type RecapState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'ready'; readonly recap: Recap; readonly now: number };

/** Work goes on while a recap is looked at; it is read again once the tickets have rested this long. */
const restMs = 1_000;

interface Loaded {
  readonly month: MonthPeriod;
  readonly tickets: readonly Ticket[] | null;
  readonly now: number;
}

async function load(desk: DeskStore, month: MonthPeriod): Promise<Loaded> {
  const now = desk.now();
  try {
    // The month before too: it is compared with.
    return { month, now, tickets: await desk.ticketsForPeriod(previousMonth(month).from, month.to) };
  } catch {
    return { month, now, tickets: null };
  }
}

/**
 * The recap of a month (`yyyy-mm`) for one office in its zone, or for all in scope (`opd` null) in the zone of the user's
 * own. Another office of the same zone is counted from what was read already; `turn` reads again.
 */
export function useRecap(month: string, opd: string | null, turn = 0): RecapState {
  const desk = useDesk();
  const reference = useReference();
  const version = reference.version();
  const zone = useOfficeZone(opd ?? undefined);
  const period = useMemo(() => monthPeriod(month, zone), [month, zone]);
  const [loaded, setLoaded] = useState<Loaded | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` asks for another reading of the same month
  useEffect(() => {
    if (!period.ok) return;
    let isCurrent = true;
    let asked = 0;
    let rest: ReturnType<typeof setTimeout> | undefined;
    const read = () => {
      asked += 1;
      const attempt = asked;
      void load(desk, period.value).then((result) => {
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
    return () => {
      isCurrent = false;
      clearTimeout(rest);
      stop();
    };
  }, [desk, period, turn]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` stands for what the reference data holds now
  return useMemo(() => {
    if (!period.ok) return { kind: 'failed' };
    if (loaded === null || loaded.month !== period.value) return { kind: 'loading' };
    if (loaded.tickets === null) return { kind: 'failed' };
    const recap = buildRecap({
      tickets: loaded.tickets,
      period: period.value,
      previous: previousMonth(period.value),
      opds: reference.opds(),
      policies: reference.policy,
      now: loaded.now,
      opd,
    });
    return { kind: 'ready', recap, now: loaded.now };
  }, [period, loaded, opd, reference, version]);
}
