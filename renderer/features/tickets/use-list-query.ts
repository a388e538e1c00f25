import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { TicketQuery } from '../../data/contract.ts';
import { paths } from '../../ui/paths.ts';
import { readQuery, writeQuery } from './list-query.ts';
import { useListState } from './list-state.ts';

/** Typing in the search field reaches the address a moment later: browsers limit how often it may change. */
const addressDelayMs = 300;

interface ListQuery {
  readonly query: TicketQuery;
  /** What the search field shows; the list follows as fast as it can. */
  readonly text: string;
  setText(text: string): void;
  setQuery(query: TicketQuery): void;
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
  const deferredText = useDeferredValue(text);

  // An address that came from elsewhere (back, a link) brings its own text.
  useEffect(() => {
    if (kept.text === typed.current) return;
    typed.current = kept.text;
    setTextNow(kept.text);
  }, [kept.text]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const query = useMemo(() => ({ ...kept, text: deferredText }), [kept, deferredText]);
  const write = (next: TicketQuery) => {
    const address = writeQuery(next);
    setLastSearch(address);
    go(address === '' ? paths.tickets : `${paths.tickets}?${address}`, { replace: true });
  };
  return {
    query,
    text,
    setText(next) {
      typed.current = next;
      setTextNow(next);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        // The list stays drawn while the next screen loads; writing then would bring the reader back from there.
        if (isListAddress()) write({ ...kept, text: next });
      }, addressDelayMs);
    },
    setQuery(next) {
      clearTimeout(timer.current);
      // A reset of the filters also empties the search field; any other choice keeps what is being typed.
      const isReset = next.text === '' && query.text !== '';
      const nextText = isReset ? '' : typed.current;
      typed.current = nextText;
      setTextNow(nextText);
      write({ ...next, text: nextText });
    },
    wantsSearch: search === 'cari',
  };
}
