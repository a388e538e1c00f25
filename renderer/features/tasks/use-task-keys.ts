import { type RefObject, useRef } from 'react';
import { useKeys } from '../../ui/keys/use-keys.ts';

/** Moves between the tasks with j, k and the arrows: the focus goes to the next or previous ticket's link. */
export function useTaskKeys(): RefObject<HTMLDivElement | null> {
  const list = useRef<HTMLDivElement>(null);
  const move = (step: number) => () => {
    const links = [...(list.current?.querySelectorAll<HTMLElement>('[data-task]') ?? [])];
    const present = links.findIndex((link) => link.closest('li')?.contains(document.activeElement));
    const next = present === -1 ? 0 : Math.min(links.length - 1, Math.max(0, present + step));
    links[next]?.focus();
  };
  useKeys([
    ['j', move(1)],
    ['ArrowDown', move(1)],
    ['k', move(-1)],
    ['ArrowUp', move(-1)],
  ]);
  return list;
}
