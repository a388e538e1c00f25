// The rows are a grid of their own, because a table of a hundred thousand rows cannot be drawn: one tab stop, the cursor is
// its active descendant, and keys are bound by the page (j, k, Enter).
// biome-ignore-all lint/a11y/useSemanticElements: as said above
// biome-ignore-all lint/a11y/useFocusableInteractive: as said above
// biome-ignore-all lint/a11y/useKeyWithClickEvents: as said above
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListRow, SortColumn, TicketQuery } from '../../data/contract.ts';
import { useDesk, useNow } from '../../data/react.ts';
import { besideLayout, features, fullLayout } from './columns.tsx';
import classes from './ticket-table.module.css';

const rowHeight = 36;
/** The head stays in sight above the rows, within what scrolls. */
const headHeight = 32;
/** Rows drawn above and below the visible ones. */
const overscan = 8;

interface TicketTableProps {
  readonly slots: Uint32Array;
  readonly query: TicketQuery;
  /** Place in `slots` the cursor stands on, -1 for none. */
  readonly current: number;
  readonly isBeside: boolean;
  onSort(column: SortColumn): void;
  onChoose(index: number): void;
  onOpen(index: number): void;
}

/** The list: any number of rows, of which only the visible ones are read and drawn. */
export function TicketTable(props: TicketTableProps) {
  const { slots, query, current, isBeside, onSort, onChoose, onOpen } = props;
  const { t } = useTranslation('tickets');
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

  const { columns, template } = isBeside ? besideLayout : fullLayout;
  const visible = virtualizer.getVirtualItems().filter((item) => item.index < slots.length);
  const rows: ListRow[] = visible.map((item) => index.row(slots[item.index] ?? 0));
  const table = useTable({ features, columns, data: rows, getRowId: (row) => row.id });
  const drawn = table.getRowModel().rows;
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
      style={{ '--columns': template } as CSSProperties}
    >
      <div role="row" aria-rowindex={1} className={classes.head}>
        {table.getFlatHeaders().map((header) => (
          <HeaderCell key={header.id} column={header.id as SortColumn} sort={query.sort} onSort={onSort} />
        ))}
      </div>
      <div role="rowgroup" className={classes.body} style={{ height: virtualizer.getTotalSize() }}>
        {visible.map((item, place) => {
          const row = drawn[place];
          if (row === undefined) return null;
          return (
            <div
              key={row.id}
              id={`row-${row.id}`}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={item.index === current}
              className={classes.row}
              style={{ transform: `translateY(${item.start - headHeight}px)` }}
              onClick={() => onChoose(item.index)}
              onDoubleClick={() => onOpen(item.index)}
            >
              {row.getAllCells().map((cell) => (
                <div key={cell.id} role="gridcell" className={classes.cell} data-column={cell.column.id}>
                  <table.FlexRender cell={cell} />
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface HeaderCellProps {
  readonly column: SortColumn;
  readonly sort: TicketQuery['sort'];
  onSort(column: SortColumn): void;
}

function HeaderCell({ column, sort, onSort }: HeaderCellProps) {
  const { t } = useTranslation('tickets');
  const isSorted = sort.column === column;
  const Arrow = sort.descending ? IconArrowDown : IconArrowUp;
  return (
    <div
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
}
