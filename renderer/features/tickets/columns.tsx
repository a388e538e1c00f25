import { type ColumnDef, tableFeatures } from '@tanstack/react-table';
import type { ListRow, SortColumn } from '../../data/contract.ts';
import { SlaChip } from '../../ui/sla-chip.tsx';
import { PriorityBadge, StateBadge } from '../../ui/ticket-badges.tsx';
import { CategoryText, OpdCode, PersonName } from './cells.tsx';

export const features = tableFeatures({});
export type ListColumn = ColumnDef<typeof features, ListRow>;

interface ColumnPlan {
  readonly id: SortColumn;
  /** Width in a CSS grid. */
  readonly width: string;
  readonly isBeside: boolean;
  readonly cell: ListColumn['cell'];
}

/** All columns of the list; beside a ticket only those that tell tickets apart remain. */
const plans: readonly ColumnPlan[] = [
  {
    id: 'number',
    width: 'minmax(96px, 206px)',
    isBeside: true,
    cell: ({ row }) => <bdi>{row.original.number}</bdi>,
  },
  { id: 'title', width: 'minmax(110px, 2fr)', isBeside: true, cell: ({ row }) => row.original.title },
  { id: 'client', width: 'minmax(90px, 1fr)', isBeside: false, cell: ({ row }) => row.original.clientName },
  { id: 'opd', width: '86px', isBeside: false, cell: ({ row }) => <OpdCode code={row.original.opd} /> },
  {
    id: 'category',
    width: '124px',
    isBeside: false,
    cell: ({ row }) => <CategoryText category={row.original.category} />,
  },
  {
    id: 'priority',
    width: '98px',
    isBeside: false,
    cell: ({ row }) => <PriorityBadge priority={row.original.priority} />,
  },
  {
    id: 'state',
    width: '92px',
    isBeside: true,
    cell: ({ row }) => <StateBadge state={row.original.state} short />,
  },
  {
    id: 'assignee',
    width: 'minmax(90px, 1.25fr)',
    isBeside: false,
    cell: ({ row }) => <PersonName id={row.original.assignee} />,
  },
  {
    id: 'due',
    width: 'minmax(96px, 202px)',
    isBeside: true,
    cell: ({ row }) => <SlaChip status={row.original.sla} />,
  },
];

interface Layout {
  readonly columns: ListColumn[];
  /** `grid-template-columns` of header and rows. */
  readonly template: string;
}

function layoutOf(shown: readonly ColumnPlan[]): Layout {
  return {
    columns: shown.map(({ id, cell }) => ({ id, cell: cell ?? '' })),
    template: shown.map(({ width }) => width).join(' '),
  };
}

export const fullLayout = layoutOf(plans);
export const besideLayout = layoutOf(plans.filter(({ isBeside }) => isBeside));
