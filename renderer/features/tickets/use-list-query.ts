import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { TicketQuery } from '../../data/contract.ts';
import { paths } from '../../ui/paths.ts';
import { readQuery, writeQuery } from './list-query.ts';
import { useListState } from './list-state.ts';

/** Typing in the search field reaches the address a moment later: browsers limit how often it may change. */
const addressDelayMs = 300;

interface ListQuery {
  /** The same object until something of it changes. */
  readonly query: TicketQuery;
  /** What the search field shows. */
  readonly text: string;
  setText(text: string): void;
  /** Changes parts of the query; never another function. What is being typed stays, unless `text` is among the parts. */
  change(part: Partial<TicketQuery>): void;
  /** True where the list was entered by the search shortcut. */
  readonly wantsSearch: boolean;
}

function isListAddress(): boolean {
  return window.location.hash.split('?')[0] === `#${paths.tickets}`;
}

/** The query of the list, kept in the address; an address without one brings back the last look at the list. */
export function useListQuery(): ListQuery {
  const search = useSearch();
  const [, go] = useLocation();
  const { lastSearch, setLastSearch } = useListState();
  const isBare = search === '' || search === 'cari';
  const kept = useMemo(() => readQuery(isBare ? lastSearch : search), [isBare, lastSearch, search]);
  const [text, setTextNow] = useState(kept.text);
  const typed = useRef(kept.text);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  // An address that came from elsewhere (back, a link) brings its own text.
  useEffect(() => {
    if (kept.text === typed.current) return;
    typed.current = kept.text;
    setTextNow(kept.text);
  }, [kept.text]);
  useEffect(() => () => clearTimeout(timer.current), []);

  // Writing the typed text to the address a moment later says nothing new, and must not draw the list once more.
  const address = writeQuery({ ...kept, text });
  const query = useMemo(() => readQuery(address), [address]);
  const write = useRef((_part: Partial<TicketQuery>) => {});
  write.current = (part) => {
    const next = writeQuery({ ...kept, text: typed.current, ...part });
    setLastSearch(next);
    go(next === '' ? paths.tickets : `${paths.tickets}?${next}`, { replace: true });
  };
  const setText = useCallback((next: string) => {
    typed.current = next;
    setTextNow(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      // The list stays drawn while the next screen loads; writing then would bring the reader back from there.
      if (isListAddress()) write.current({});
    }, addressDelayMs);
  }, []);
  const change = useCallback((part: Partial<TicketQuery>) => {
    clearTimeout(timer.current);
    typed.current = part.text ?? typed.current;
    setTextNow(typed.current);
    write.current(part);
  }, []);
  return { query, text, setText, change, wantsSearch: search === 'cari' };
}
