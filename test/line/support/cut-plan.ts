import fc from 'fast-check';

/**
 * Where a connection breaks: before a byte of the request reached the server, within the request, behind the whole of it,
 * within the answer, or right behind its last byte.
 */
export const cutPlaces = ['before', 'request', 'between', 'answer', 'after'] as const;
export type CutPlace = (typeof cutPlaces)[number];

export interface Cut {
  readonly place: CutPlace;
  /** How far into request or answer, from 0 to 1. */
  readonly share: number;
  /** An answer without an end, or with a far one, counts as so long. */
  readonly streamBytes: number;
}

// Not doubles: those are drawn evenly from all that can be written down, of which most are next to nothing.
const thousandths = fc.integer({ min: 0, max: 999 }).map((value) => value / 1000);

const plan = (cutShare: number): fc.Arbitrary<Cut | null> =>
  fc
    .tuple(
      thousandths,
      fc.record({
        place: fc.constantFrom(...cutPlaces),
        share: thousandths,
        streamBytes: fc.integer({ min: 100, max: 1_500 }),
      }),
    )
    .map(([dice, cut]) => (dice < cutShare ? cut : null));

/** How many connections get a plan of their own before the plans come round again. */
const plannedConnections = 20_000;

/** Says for one connection after the other where it is cut; `cutShare` of them are. The same seed says the same. */
export function cutsOf(cutShare: number, seed: number): () => Cut | null {
  const cuts = fc.sample(fc.noBias(plan(cutShare)), { seed, numRuns: plannedConnections });
  let at = 0;
  return () => {
    at += 1;
    return cuts[at % cuts.length] ?? null;
  };
}

/** The byte of so many at which it breaks. */
export function placeIn(cut: Cut | null, bytes: number): number {
  return cut === null ? bytes : Math.floor(cut.share * bytes);
}
