import { type RefObject, useLayoutEffect, useRef } from 'react';

/** Keeps a scrolling region at its end when lines are added, unless the reader has scrolled away from it. */
export function useScrollToEnd(lines: number): RefObject<HTMLElement | null> {
  const region = useRef<HTMLElement>(null);
  const isAtEnd = useRef(true);
  useLayoutEffect(() => {
    const element = region.current;
    if (element === null) return;
    const look = () => {
      isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 40;
    };
    element.addEventListener('scroll', look, { passive: true });
    return () => element.removeEventListener('scroll', look);
  }, []);
  useLayoutEffect(() => {
    const element = region.current;
    if (element !== null && lines > 0 && isAtEnd.current) element.scrollTop = element.scrollHeight;
  }, [lines]);
  return region;
}
