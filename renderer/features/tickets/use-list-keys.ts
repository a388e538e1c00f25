import { useKeys } from '../../ui/keys/use-keys.ts';

/** Rows a page key jumps. */
const pageRows = 15;

interface ListKeys {
  readonly position: number;
  readonly count: number;
  choose(at: number): void;
  open(at: number): void;
  toggleBeside(): void;
  leave(): void;
  search(): void;
}

/** The cursor of the list by keyboard; the first key press enters the list at its top. */
export function useListKeys(keys: ListKeys): void {
  const { position, count, choose, open, toggleBeside, leave, search } = keys;
  const by = (step: number) => () => choose(position < 0 ? 0 : position + step);
  useKeys([
    ['j', by(1)],
    ['ArrowDown', by(1)],
    ['k', by(-1)],
    ['ArrowUp', by(-1)],
    ['PageDown', by(pageRows)],
    ['PageUp', by(-pageRows)],
    ['Home', () => choose(0)],
    ['End', () => choose(count - 1)],
    // Enter after a search opens what it found first.
    ['Enter', () => count > 0 && open(Math.max(position, 0))],
    ['o', toggleBeside],
    ['Escape', leave],
    ['/', search],
  ]);
}
