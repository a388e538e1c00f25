// biome-ignore-all lint/a11y/useSemanticElements: a row of a grid that is drawn row by row
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid is the one tab stop
import { memo } from 'react';
import type { ListRow, SortColumn } from '../../data/contract.ts';
import { drawCell, type ListWords } from './cells.tsx';
import classes from './ticket-table.module.css';

interface TicketRowProps {
  readonly row: ListRow;
  /** Place in the list, from 0. */
  readonly at: number;
  /** Distance from the top of the rows, px. */
  readonly top: number;
  readonly isCurrent: boolean;
  readonly shown: readonly SortColumn[];
  readonly words: ListWords;
}

/** One row of the list. The index keeps a row's object while nothing of it changes, so an unchanged row is not drawn again. */
export const TicketRow = memo(function TicketRow({ row, at, top, isCurrent, shown, words }: TicketRowProps) {
  return (
    <div
      id={`row-${row.id}`}
      role="row"
      aria-rowindex={at + 2}
      aria-selected={isCurrent}
      className={classes.row}
      style={{ transform: `translateY(${top}px)` }}
    >
      {shown.map((column) => drawCell({ column, row, words }))}
    </div>
  );
});
