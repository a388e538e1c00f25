// The rows are a grid of their own, because a table of a hundred thousand rows cannot be drawn: one tab stop, the cursor is
// its active descendant, and keys are bound by the page (j, k, Enter).
// biome-ignore-all lint/a11y/useSemanticElements: as said above
// biome-ignore-all lint/a11y/useFocusableInteractive: as said above
// biome-ignore-all lint/a11y/useKeyWithClickEvents: as said above
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type MouseEvent, memo, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListRow, SortColumn, TicketQuery } from '../../data/contract.ts';
import { useDesk, useNow } from '../../data/react.ts';
import { useListWords } from './cells.tsx';
import { besideLayout, features, fullLayout, type ListLayout } from './columns.ts';
import { TicketRow } from './ticket-row.tsx';
import classes from './ticket-table.module.css';

const rowHeight = 36;
/** The head stays in sight above the rows, within what scrolls. */
const headHeight = 32;
/** Rows drawn above and below the visible ones. */
const overscan = 4;

/** The table divides the head. A model of every row costs more than drawing it, so rows are drawn from the index. */
const noRows: ListRow[] = [];

interface TicketTableProps {
  readonly slots: Uint32Array;
  readonly sort: TicketQuery['sort'];
  /** Place in `slots` the cursor stands on, -1 for none. */
  readonly current: number;
  readonly isBeside: boolean;
  onSort(column: SortColumn): void;
  onChoose(at: number): void;
  onOpen(at: number): void;
}

/** The list: any number of rows, of which only the visible ones are read and drawn. */
export const TicketTable = memo(function TicketTable(props: TicketTableProps) {
  const { slots, sort, current, isBeside, onSort, onChoose, onOpen } = props;
  const { t } = useTranslation('tickets');
  const words = useListWords();
  const { index } = useDesk();
  // The countdowns of the visible rows follow the window's one ticker.
  useNow(10_000);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: slots.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
  });
  useEffect(() => {
    if (current >= 0) virtualizer.scrollToIndex(current, { align: 'auto' });
  }, [current, virtualizer]);

  const layout = isBeside ? besideLayout : fullLayout;
  const visible = virtualizer.getVirtualItems().filter((item) => item.index < slots.length);
  const currentSlot = slots[current];
  const currentId = currentSlot === undefined ? undefined : `row-${index.row(currentSlot).id}`;

  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label={t('listBody')}
      aria-rowcount={slots.length + 1}
      aria-activedescendant={currentId}
      className={classes.grid}
      style={{ '--columns': layout.template } as CSSProperties}
    >
      <TableHead layout={layout} sort={sort} onSort={onSort} />
      <div
        role="rowgroup"
        className={classes.body}
        style={{ height: virtualizer.getTotalSize() }}
        onClick={(event) => withRow(event, onChoose)}
        onDoubleClick={(event) => withRow(event, onOpen)}
      >
        {visible.map((item) => (
          <TicketRow
            key={item.index}
            row={index.row(slots[item.index] ?? 0)}
            at={item.index}
            top={item.start - headHeight}
            isCurrent={item.index === current}
            shown={layout.shown}
            words={words}
          />
        ))}
      </div>
    </div>
  );
});

/** Calls back with the place of the row the event came from. */
function withRow(event: MouseEvent, act: (at: number) => void): void {
  const row = event.target instanceof Element ? event.target.closest('[role=row]') : null;
  const place = Number(row?.getAttribute('aria-rowindex'));
  if (place >= 2) act(place - 2);
}

interface TableHeadProps {
  readonly layout: ListLayout;
  readonly sort: TicketQuery['sort'];
  onSort(column: SortColumn): void;
}

const TableHead = memo(function TableHead({ layout, sort, onSort }: TableHeadProps) {
  const { t } = useTranslation('tickets');
  const table = useTable({ features, columns: layout.columns, data: noRows });
  const Arrow = sort.descending ? IconArrowDown : IconArrowUp;
  return (
    <div role="row" aria-rowindex={1} className={classes.head}>
      {table.getFlatHeaders().map((header) => {
        const column = header.id as SortColumn;
        const isSorted = sort.column === column;
        return (
          <div
            key={column}
            role="columnheader"
            aria-sort={isSorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}
            className={classes.headCell}
          >
            <button type="button" className={classes.sort} onClick={() => onSort(column)}>
              <span>{t(`column.${column}`)}</span>
              {isSorted && <Arrow size={13} aria-hidden />}
            </button>
          </div>
        );
      })}
    </div>
  );
});
