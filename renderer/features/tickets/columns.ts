import { type ColumnDef, tableFeatures } from '@tanstack/react-table';
import type { ListRow, SortColumn } from '../../data/contract.ts';

export const features = tableFeatures({});

interface ColumnPlan {
  readonly id: SortColumn;
  /** Width in a CSS grid. */
  readonly width: string;
  readonly isBeside: boolean;
}

/** All columns of the list; beside a ticket only those that tell tickets apart remain. */
const plans: readonly ColumnPlan[] = [
  { id: 'number', width: 'minmax(96px, 206px)', isBeside: true },
  { id: 'title', width: 'minmax(110px, 2fr)', isBeside: true },
  { id: 'client', width: 'minmax(90px, 1fr)', isBeside: false },
  { id: 'opd', width: '86px', isBeside: false },
  { id: 'category', width: '124px', isBeside: false },
  { id: 'priority', width: '110px', isBeside: false },
  { id: 'state', width: '92px', isBeside: true },
  { id: 'assignee', width: 'minmax(90px, 1.25fr)', isBeside: false },
  { id: 'due', width: 'minmax(96px, 202px)', isBeside: true },
];

export interface ListLayout {
  readonly columns: ColumnDef<typeof features, ListRow>[];
  readonly shown: readonly SortColumn[];
  /** `grid-template-columns` of header and rows. */
  readonly template: string;
}

function layoutOf(plan: readonly ColumnPlan[]): ListLayout {
  return {
    columns: plan.map(({ id }) => ({ id })),
    shown: plan.map(({ id }) => id),
    template: plan.map(({ width }) => width).join(' '),
  };
}

export const fullLayout = layoutOf(plans);
export const besideLayout = layoutOf(plans.filter(({ isBeside }) => isBeside));
