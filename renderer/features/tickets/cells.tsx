// biome-ignore-all lint/a11y/useSemanticElements: cells of a grid that is drawn row by row
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid is the one tab stop
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListRow, SortColumn } from '../../data/contract.ts';
import { useReference } from '../../data/react.ts';
import { type Labels, useLabels } from '../../ui/labels.ts';
import { type OfficeFormat, useOfficeFormat } from '../../ui/office-format.ts';
import { SlaMark } from '../../ui/sla-chip.tsx';
import { PriorityMark, StateMark } from '../../ui/ticket-badges.tsx';
import classes from './ticket-table.module.css';

/** What the cells say things with: asked for once by the table, because hooks in every cell cost more than the cells. */
export interface ListWords {
  readonly labels: Labels;
  readonly format: OfficeFormat;
  readonly noTarget: string;
  officeName(code: string): string | undefined;
}

/** The words of the list; another object when language or reference data change. */
export function useListWords(): ListWords {
  const { t } = useTranslation('everywhere');
  const labels = useLabels();
  const format = useOfficeFormat();
  const reference = useReference();
  return useMemo(
    () => ({
      labels,
      format,
      noTarget: t('sla.none'),
      officeName: (code) => reference.opd(code)?.name,
    }),
    [labels, format, reference, t],
  );
}

interface CellProps {
  readonly column: SortColumn;
  readonly row: ListRow;
  readonly words: ListWords;
}

/** One cell of a row, in plain elements. */
export function drawCell({ column, row, words }: CellProps): ReactNode {
  const { title, content } = cellOf(column, row, words);
  return (
    <div key={column} role="gridcell" className={classes.cell} data-column={column} title={title}>
      {content}
    </div>
  );
}

interface Cell {
  readonly content: ReactNode;
  /** Tooltip: what may be cut off, or what a code stands for. */
  readonly title?: string | undefined;
}

function cellOf(column: SortColumn, row: ListRow, { labels, format, noTarget, officeName }: ListWords): Cell {
  switch (column) {
    case 'number':
      return { content: <bdi>{row.number}</bdi> };
    case 'title':
      return { content: row.title };
    case 'client':
      return { content: row.clientName };
    case 'opd':
      return { content: row.opd, title: officeName(row.opd) };
    case 'category': {
      const text = labels.category(row.category);
      return { content: text, title: text };
    }
    case 'priority':
      return { content: <PriorityMark priority={row.priority} text={labels.priority(row.priority)} /> };
    case 'state': {
      const { state } = row;
      return {
        content: <StateMark state={state} text={labels.stateShort(state)} />,
        title: labels.state(state),
      };
    }
    case 'assignee': {
      const name = labels.person(row.assignee);
      const content = row.assignee === null ? <span className={classes.dim}>{name}</span> : name;
      return { content, title: name };
    }
    case 'reportedAt':
      return { content: format.short(row.reportedAt) };
    case 'due':
      return {
        content: <SlaMark status={row.sla} text={row.sla === null ? noTarget : format.sla(row.sla)} />,
      };
  }
}
