import type { Attainment } from '#shared/recap/attainment.ts';
import { handledOf } from '#shared/recap/flow.ts';
import type { BreakdownRow, Recap, RecapFigures } from '#shared/recap/recap.ts';

/** The columns of every breakdown, in the order of the balance: in, in, out, out, left. */
export const flowColumns = ['carriedIn', 'reported', 'resolved', 'cancelled', 'carriedOut'] as const;
export type FlowColumn = (typeof flowColumns)[number];

/** A figure of the recap beside that of the period before. Rates are shares from 0 to 1, null while nothing is decided. */
export type ComparedLine =
  | {
      readonly kind: 'count';
      readonly name: FlowColumn | 'takenUpAgain' | 'reopened' | 'escalations' | 'returns';
      readonly present: number;
      readonly previous: number | null;
    }
  | {
      readonly kind: 'rate';
      readonly metric: string;
      readonly present: number | null;
      readonly previous: number | null;
    };

/** The metrics that every pack speaks of first; a pack's own ones follow. */
const firstMetrics = ['response', 'resolution'];

/** Targets in the order in which they are told: response, resolution, then the pack's others. */
export function orderedAttainment(attainment: readonly Attainment[]): readonly Attainment[] {
  const rank = ({ metric }: Attainment) => {
    const at = firstMetrics.indexOf(metric);
    return at === -1 ? firstMetrics.length : at;
  };
  return [...attainment].sort((a, b) => rank(a) - rank(b) || a.metric.localeCompare(b.metric));
}

/** Share of a metric's decided targets that were met; null while nothing is decided. */
export function rateOf(figures: RecapFigures | null, metric: string): number | null {
  return figures?.attainment.find((entry) => entry.metric === metric)?.total.rate ?? null;
}

/** The totals and rates, each beside the period before. */
export function comparedLines(recap: Recap): readonly ComparedLine[] {
  const { previous } = recap;
  const count = (
    name: (ComparedLine & { kind: 'count' })['name'],
    read: (figures: RecapFigures) => number,
  ): ComparedLine => ({
    kind: 'count',
    name,
    present: read(recap),
    previous: previous === null ? null : read(previous),
  });
  return [
    count('carriedIn', ({ totals }) => totals.carriedIn),
    count('takenUpAgain', ({ takenUpAgain }) => takenUpAgain),
    ...flowColumns.slice(1).map((name) => count(name, ({ totals }) => totals[name])),
    count('reopened', ({ reopened }) => reopened),
    count('escalations', ({ escalations }) => escalations),
    count('returns', ({ returns }) => returns),
    ...orderedAttainment(recap.attainment).map(
      ({ metric, total }): ComparedLine => ({
        kind: 'rate',
        metric,
        present: total.rate,
        previous: rateOf(previous, metric),
      }),
    ),
  ];
}

/** The lines of a breakdown that say something. */
export function countedRows(rows: readonly BreakdownRow[]): readonly BreakdownRow[] {
  return rows.filter((row) => handledOf(row) > 0);
}

/** True where the desk had nothing to do in the period. */
export function isEmptyRecap(recap: Recap): boolean {
  return handledOf(recap.totals) === 0;
}
