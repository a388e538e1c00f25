import { useCallback, useEffect, useRef, useState } from 'react';
import { useDesk } from './react.ts';

export interface Draft<T> {
  readonly value: T;
  /** Takes the new value at once and stores it within 300 ms. */
  set(value: T): void;
  /** Forgets the draft: after the form was saved, or thrown away on purpose. */
  clear(): Promise<void>;
  /** False until a stored draft has been looked for; a form should not be typed into before. */
  readonly ready: boolean;
  /** True where the value came from, or is going to, the device's storage. */
  readonly kept: boolean;
}

const debounceMs = 250;

/**
 * What is being typed, kept on the device under `key`: restored after a crash, stored within 300 ms, and at once when
 * the window is hidden or the form goes away. `initial` holds while nothing is stored.
 */
export function useDraft<T>(key: string, initial: T): Draft<T> {
  const { drafts } = useDesk();
  const first = useRef(initial);
  first.current = initial;
  const [state, setState] = useState({ key, value: initial, ready: false, kept: false });
  const waiting = useRef<{ key: string; value: T; timer: ReturnType<typeof setTimeout> } | null>(null);

  const flush = useCallback(() => {
    const due = waiting.current;
    if (due === null) return;
    waiting.current = null;
    clearTimeout(due.timer);
    void drafts.save(due.key, due.value);
  }, [drafts]);

  useEffect(() => {
    let isCurrent = true;
    setState({ key, value: first.current, ready: false, kept: false });
    drafts.load(key).then(
      (stored) => {
        if (!isCurrent) return;
        setState((now) => {
          if (now.kept) return { ...now, ready: true };
          if (stored === undefined) return { key, value: first.current, ready: true, kept: false };
          return { key, value: stored as T, ready: true, kept: true };
        });
      },
      () => isCurrent && setState((now) => ({ ...now, ready: true })),
    );
    const onHide = () => flush();
    globalThis.addEventListener('pagehide', onHide);
    globalThis.document.addEventListener('visibilitychange', onHide);
    return () => {
      isCurrent = false;
      globalThis.removeEventListener('pagehide', onHide);
      globalThis.document.removeEventListener('visibilitychange', onHide);
      flush();
    };
  }, [drafts, flush, key]);

  const set = useCallback(
    (value: T) => {
      if (waiting.current !== null) clearTimeout(waiting.current.timer);
      waiting.current = { key, value, timer: setTimeout(flush, debounceMs) };
      setState((now) => ({ ...now, key, value, kept: true }));
    },
    [flush, key],
  );

  const clear = useCallback(async () => {
    if (waiting.current !== null) clearTimeout(waiting.current.timer);
    waiting.current = null;
    setState({ key, value: first.current, ready: true, kept: false });
    await drafts.clear(key);
  }, [drafts, key]);

  const isOwn = state.key === key;
  return {
    value: isOwn ? state.value : initial,
    set,
    clear,
    ready: isOwn && state.ready,
    kept: isOwn && state.kept,
  };
}
