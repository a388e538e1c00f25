import { create } from 'zustand';

const key = 'tanggap.list';

interface Remembered {
  readonly isBeside: boolean;
  /** Width of the list in px while a ticket is open beside it. */
  readonly listWidth: number;
}

interface ListState extends Remembered {
  /** The ticket the cursor of the list stands on: its slot in the index, which stays its own while the store is open. */
  readonly current: { readonly slot: number; readonly id: string } | null;
  /** Query of the last look at the list, so that coming back finds it again. */
  readonly lastSearch: string;
  setCurrent(current: ListState['current']): void;
  setBeside(isBeside: boolean): void;
  setListWidth(width: number): void;
  setLastSearch(search: string): void;
}

export const narrowest = 440;
export const widest = 860;

function recall(): Remembered {
  const usual = { isBeside: true, listWidth: 620 };
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    if (typeof stored !== 'object' || stored === null) return usual;
    const { isBeside, listWidth } = stored as Record<string, unknown>;
    return {
      isBeside: typeof isBeside === 'boolean' ? isBeside : usual.isBeside,
      listWidth: typeof listWidth === 'number' ? clampWidth(listWidth) : usual.listWidth,
    };
  } catch {
    return usual;
  }
}

/** A list width the screen has room for. */
export function clampWidth(width: number): number {
  return Math.round(Math.min(widest, Math.max(narrowest, width)));
}

/** How the list looks on this device; the tickets themselves are never kept here. */
export const useListState = create<ListState>((set, get) => {
  const remember = () => {
    const { isBeside, listWidth } = get();
    localStorage.setItem(key, JSON.stringify({ isBeside, listWidth }));
  };
  return {
    ...recall(),
    current: null,
    lastSearch: '',
    setCurrent: (current) => set({ current }),
    setBeside(isBeside) {
      set({ isBeside });
      remember();
    },
    setListWidth(width) {
      set({ listWidth: clampWidth(width) });
      remember();
    },
    setLastSearch: (lastSearch) => set({ lastSearch }),
  };
});
