import type { Breach } from '#shared/recap/attainment.ts';
import type { AttainmentCounts } from '#shared/recap/counts.ts';
import { handledOf } from '#shared/recap/flow.ts';
import type { BreakdownRow, Recap, RecapFigures } from '#shared/recap/recap.ts';
import { shownPercent } from './rate-format.ts';

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
      /** `adjusted`: without the excused. */
      readonly basis: 'raw' | 'adjusted';
      readonly present: number | null;
      readonly previous: number | null;
    };

/** The counts of a target, in the order of every table. */
export const attainmentColumns = ['met', 'breached', 'excused', 'running', 'void'] as const;

function totalOf(figures: RecapFigures | null, metric: string): AttainmentCounts | null {
  return figures?.attainment.find((entry) => entry.metric === metric)?.total ?? null;
}

/** A metric's raw rate beside the one before; the adjusted one too where either period has excused any. */
function rateLines(metric: string, figures: RecapFigures, previous: RecapFigures | null): ComparedLine[] {
  const total = totalOf(figures, metric);
  const before = totalOf(previous, metric);
  const raw: ComparedLine = {
    kind: 'rate',
    metric,
    basis: 'raw',
    present: total?.rate ?? null,
    previous: before?.rate ?? null,
  };
  if ((total?.excused ?? 0) + (before?.excused ?? 0) === 0) return [raw];
  const adjusted = { present: total?.adjustedRate ?? null, previous: before?.adjustedRate ?? null };
  return [raw, { ...raw, basis: 'adjusted', ...adjusted }];
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
    ...recap.attainment.flatMap(({ metric }) => rateLines(metric, recap, previous)),
  ];
}

/** What tells lines apart. */
export function lineKey(line: ComparedLine): string {
  return line.kind === 'rate' ? `${line.metric} ${line.basis}` : line.name;
}

/**
 * The change against the period before: of counts in tickets, of rates in points. Rates count as they are shown, so that
 * whoever subtracts finds the same figure. Null where there is nothing to compare.
 */
export function changeOf({ kind, present, previous }: ComparedLine): number | null {
  if (present === null || previous === null) return null;
  if (kind === 'count') return present - previous;
  return Math.round((shownPercent(present) - shownPercent(previous)) * 10) / 10;
}

/** What must be said below the attainment, by the word of the catalogue; `ms` for the doubts of clocks. */
export function attainmentRemarks({ attainment, withoutTarget, doubts }: RecapFigures): readonly {
  readonly word: 'without' | 'proposed' | 'doubts';
  readonly count: number;
  readonly ms: number;
}[] {
  const proposed = attainment.reduce((sum, { total }) => sum + total.proposed, 0);
  const remarks = [
    { word: 'without', count: withoutTarget, ms: 0 },
    { word: 'proposed', count: proposed, ms: 0 },
    { word: 'doubts', count: doubts.tickets, ms: doubts.worstMs },
  ] as const;
  return remarks.filter(({ count }) => count > 0);
}

/** What must be said of one late target, by the word of the catalogue. */
export type BreachRemark =
  | { readonly word: 'excused' | 'proposed'; readonly name: string; readonly reason: string }
  | { readonly word: 'doubt'; readonly ms: number };

export function breachRemarks({ excuse, doubtMs }: Breach): readonly BreachRemark[] {
  const remarks: BreachRemark[] = [];
  if (excuse?.decision === 'approved')
    remarks.push({ word: 'excused', name: excuse.decidedByName, reason: excuse.reason });
  if (excuse?.decision === 'pending')
    remarks.push({ word: 'proposed', name: excuse.proposedByName, reason: excuse.reason });
  if (doubtMs !== null) remarks.push({ word: 'doubt', ms: doubtMs });
  return remarks;
}

/** The lines of a breakdown that say something. */
export function countedRows(rows: readonly BreakdownRow[]): readonly BreakdownRow[] {
  return rows.filter((row) => handledOf(row) > 0);
}

/** True where the desk had nothing to do in the period. */
export function isEmptyRecap(recap: Recap): boolean {
  return handledOf(recap.totals) === 0;
}
