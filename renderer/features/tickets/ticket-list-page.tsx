import { type ReactNode, useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { SavedFilter, SortColumn } from '../../data/contract.ts';
import { useDesk, useTicketQuery } from '../../data/react.ts';
import { Page } from '../../ui/page.tsx';
import { paths } from '../../ui/paths.ts';
import { FilterBar } from './filter-bar.tsx';
import { ListPlaceholder } from './list-placeholder.tsx';
import { mayHoldOlder, sortedBy, widened } from './list-query.ts';
import { useListState } from './list-state.ts';
import { OlderBar } from './older-bar.tsx';
import { SavedFilterTabs } from './saved-filter-tabs.tsx';
import { SearchField } from './search-field.tsx';
import { Splitter } from './splitter.tsx';
import classes from './ticket-list-page.module.css';
import { TicketTable } from './ticket-table.tsx';
import { useListKeys } from './use-list-keys.ts';
import { useListQuery } from './use-list-query.ts';

interface TicketListPageProps {
  /** Draws the ticket beside the list. */
  beside(id: string): ReactNode;
}

/** The ticket list: saved filters with counts, search, filters, order, and the chosen ticket beside it. */
export function TicketListPage({ beside }: TicketListPageProps) {
  const { t } = useTranslation('tickets');
  const { index } = useDesk();
  const [, go] = useLocation();
  const { query, text, change, setText, wantsSearch } = useListQuery();
  const slots = useTicketQuery(query);
  const { current, isBeside, listWidth, setCurrent, setBeside } = useListState();
  const search = useRef<HTMLInputElement>(null);
  const position = current === null ? -1 : slots.indexOf(current.slot);
  const isShownBeside = isBeside && current !== null;

  const choose = useCallback(
    (at: number) => {
      const slot = slots[Math.min(slots.length - 1, Math.max(0, at))];
      if (slot !== undefined) setCurrent({ slot, id: index.row(slot).id });
    },
    [index, slots, setCurrent],
  );
  const open = useCallback(
    (at: number) => {
      const slot = slots[at];
      if (slot === undefined) return;
      choose(at);
      go(paths.ticket(index.row(slot).id));
    },
    [index, slots, choose, go],
  );
  const chooseSaved = useCallback((saved: SavedFilter) => change({ saved }), [change]);
  const sort = useCallback(
    (column: SortColumn) => change({ sort: sortedBy(query, column).sort }),
    [query, change],
  );
  useListKeys({
    position,
    count: slots.length,
    choose,
    open,
    toggleBeside: () => setBeside(!isBeside),
    leave: () => setCurrent(null),
    search: () => search.current?.select(),
  });
  useEffect(() => {
    if (wantsSearch) search.current?.focus();
  }, [wantsSearch]);

  return (
    <Page
      title={t('title')}
      isDivided
      lead={<SavedFilterTabs chosen={query.saved} onChoose={chooseSaved} />}
      tools={<SearchField ref={search} value={text} onChange={setText} />}
    >
      <div
        className={classes.split}
        style={{
          gridTemplateColumns: isShownBeside ? `${listWidth}px 5px minmax(0, 1fr)` : 'minmax(0, 1fr)',
        }}
      >
        <section className={classes.list} aria-label={t('listLabel')}>
          <FilterBar query={query} count={slots.length} change={change} isNarrow={isShownBeside} />
          {slots.length === 0 ? (
            <ListPlaceholder
              query={query}
              onWiden={() => change(widened(query))}
              onFound={() => change({ saved: 'all' })}
            />
          ) : (
            <TicketTable
              slots={slots}
              sort={query.sort}
              current={position}
              isBeside={isShownBeside}
              onSort={sort}
              onChoose={choose}
              onOpen={open}
            />
          )}
          {mayHoldOlder(query) && <OlderBar />}
        </section>
        {isShownBeside && (
          <>
            <Splitter />
            <section className={classes.beside} aria-label={t('besideLabel')}>
              {beside(current.id)}
            </section>
          </>
        )}
      </div>
    </Page>
  );
}
